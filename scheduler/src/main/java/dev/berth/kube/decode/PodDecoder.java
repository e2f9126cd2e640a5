package dev.berth.kube.decode;

import com.fasterxml.jackson.core.JsonParser;
import dev.berth.model.Interner;
import dev.berth.model.Labels;
import dev.berth.model.OwnerReference;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.model.PodRequests;
import dev.berth.model.RawJson;
import java.io.IOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * From the JSON of a v1 Pod to a {@link PodInfo}, token by token, without a tree in between.
 *
 * <p>What Berth cannot honour inside a structure that narrows placement becomes a refusal of the
 * pod. A wrong type in another field that matters makes the pod undecodable. Everything else that
 * is unknown is reported and skipped. {@link FieldPolicy} has the list.
 *
 * <p>Threading: any thread.
 */
public final class PodDecoder {
  private static final String KIND = "Pod";
  private static final FieldPolicy.Type POD = FieldPolicy.type("Pod");

  private final Interner interner;
  private final UnknownFieldListener unknownFields;
  private final @Nullable Predicate<PodInfo> keeping;

  /**
   * A decoder.
   *
   * @param interner shares the aspects that pods have in common
   * @param unknownFields told of fields that were skipped and are not of Kubernetes 1.36
   */
  public PodDecoder(Interner interner, UnknownFieldListener unknownFields) {
    this(interner, unknownFields, null);
  }

  private PodDecoder(
      Interner interner, UnknownFieldListener unknownFields, @Nullable Predicate<PodInfo> keeping) {
    this.interner = interner;
    this.unknownFields = unknownFields;
    this.keeping = keeping;
  }

  /**
   * The same, which gives those pods of a stream their {@link PodInfo#source}. Every pod is copied
   * before it is read, so this costs about as much again.
   */
  public PodDecoder keeping(Predicate<PodInfo> wanted) {
    return new PodDecoder(interner, unknownFields, wanted);
  }

  /**
   * Decodes a document.
   *
   * @throws UndecodableObject when it is not JSON or cannot be understood
   */
  public PodInfo decode(byte[] json) throws UndecodableObject {
    return ObjectDecoding.from(json, KIND, unknownFields, this::read);
  }

  /**
   * Decodes the object whose first brace is the parser's current token: an item of a list, the
   * object of a watch event. Afterwards the parser is at its closing brace, also when this throws
   * {@link UndecodableObject}.
   *
   * @throws UndecodableObject when the object cannot be understood; the next one can be read
   * @throws IOException when the stream breaks or is not JSON; nothing more can be read from it
   */
  public PodInfo decode(JsonParser parser) throws IOException, UndecodableObject {
    if (keeping == null || !parser.isExpectedStartObjectToken()) {
      return ObjectDecoding.from(parser, KIND, unknownFields, this::read);
    }
    byte[] source = KeptSource.of(parser);
    PodInfo pod = decode(source);
    return keeping.test(pod) ? pod.toBuilder().source(RawJson.of(source)).build() : pod;
  }

  private PodInfo read(JsonCursor json) throws IOException, UndecodableObject {
    Metadata metadata = new Metadata();
    PodSpecReader spec = new PodSpecReader();
    PodStatusReader status = new PodStatusReader();
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "metadata" -> metadata.read(json);
        case "spec" -> spec.read(json);
        case "status" -> status.read(json);
        default -> json.skip(POD, field);
      }
    }
    if (metadata.name().isEmpty()) {
      throw json.undecodable("has no metadata.name", null);
    }
    return build(metadata, spec, status, json);
  }

  private PodInfo build(
      Metadata metadata, PodSpecReader spec, PodStatusReader status, JsonCursor json) {
    String namespace = interner.intern(metadata.namespace());
    @Nullable OwnerReference controller = metadata.controller();
    PodRequests requests = interner.intern(PodRequests.of(spec.resources(status)));
    return PodInfo.builder(new PodKey(namespace, metadata.name()))
        .uid(metadata.uid())
        .resourceVersion(metadata.resourceVersion())
        .creationTimeMicros(metadata.creationTimeMicros())
        .generation(metadata.generation())
        .terminating(metadata.terminating())
        .preempted(status.preempted())
        .labels(interner.intern(Labels.of(metadata.labels())))
        .schedulerName(interner.intern(spec.schedulerName()))
        .priority(spec.priority())
        .preemptionNever(spec.preemptionNever())
        .nodeName(interner.intern(spec.nodeName()))
        .requests(requests)
        .containerResources(interner.intern(spec.containerResources()))
        .requiredNodes(interner.intern(spec.requiredNodes()))
        .preferredNodes(interner.intern(spec.preferredNodes()))
        .tolerations(interner.intern(spec.tolerations()))
        .hostPorts(interner.intern(spec.hostPorts()))
        .images(interner.intern(spec.images()))
        .schedulingGates(spec.schedulingGates())
        .requiredFeatures(spec.requiredFeatures())
        .affinity(interner.intern(spec.affinity(namespace)))
        .topologySpread(interner.intern(spec.topologySpread(metadata.labels())))
        .volumes(spec.volumes())
        .claims(spec.claims(status.claims(), requests))
        .controller(controller == null ? null : interner.intern(controller))
        .refusals(json.refusals().toList())
        .phase(status.phase())
        .nominatedNodeName(interner.intern(status.nominatedNodeName()))
        .startTimeMicros(status.startTimeMicros())
        .podScheduled(status.podScheduled())
        .build();
  }
}
