package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.objects.StatusException;
import dev.berth.sandbox.store.ObjectStore;
import java.time.InstantSource;
import java.util.List;

/**
 * The assignment of pods to nodes: {@code BindingREST} of {@code
 * pkg/registry/core/pod/storage/storage.go} of Kubernetes 1.36.3. Whether there is such a node, and
 * whether it has room, is nobody's question here.
 *
 * <p>Threading: any thread.
 */
final class Binding {
  private final ObjectStore store;
  private final PodAdmission admission;
  private final InstantSource clock;

  Binding(ObjectStore store, PodAdmission admission, InstantSource clock) {
    this.store = store;
    this.admission = admission;
    this.clock = clock;
  }

  /** Assigns a pod, or refuses to. */
  void bind(ObjectKey key, ObjectNode body, boolean dryRun) {
    ObjectNode binding = body.deepCopy();
    Tidy.tidy(binding);
    check(key, binding);
    String node = binding.path("target").path("name").asText();
    if (binding.path("target").path("kind").asText().equals("Node")) {
      admission.topologyLabels(node, binding.withObject("/metadata"));
    }
    if (dryRun) {
      KubeObject pod = store.get(Kinds.POD, key);
      if (pod == null) {
        throw StatusException.notFound(Kinds.POD, key.name());
      }
      assigned(pod, node, binding);
    } else {
      store.update(Kinds.POD, key, pod -> assigned(pod, node, binding));
    }
  }

  private static void check(ObjectKey key, ObjectNode binding) {
    String kind = binding.path("kind").asText("Binding");
    if (!kind.equals("Binding")) {
      throw StatusException.badRequest(
          "%s in version \"v1\" cannot be handled as a Binding: converting (v1.%s) to (core.Binding): unknown conversion"
              .formatted(kind, kind));
    }
    if (!Metadata.name(binding).equals(key.name())) {
      throw StatusException.badRequest("name in URL does not match name in Binding object");
    }
    Namespaces.place(key.namespace(), binding);
    Problems problems = new Problems();
    JsonNode target = binding.path("target");
    if (!target.path("kind").asText("Node").equals("Node")) {
      problems.unsupported("target.kind", target.path("kind").asText(), List.of("Node", "<empty>"));
    }
    if (target.path("name").asText().isEmpty()) {
      problems.required("target.name");
    }
    if (!problems.isEmpty()) {
      throw StatusException.internal(problems.message());
    }
  }

  private KubeObject assigned(KubeObject current, String node, JsonNode binding) {
    JsonNode metadata = binding.path("metadata");
    StorageConflict.check(
        current, metadata.path("uid").asText(), metadata.path("resourceVersion").asText());
    ObjectNode pod = current.tree();
    ObjectNode spec = pod.withObject("/spec");
    if (current.isTerminating()) {
      throw conflict(current, "is being deleted, cannot be assigned to a host");
    }
    if (spec.has("nodeName")) {
      String other = spec.path("nodeName").asText();
      throw conflict(current, "is already assigned to node \"" + other + "\"");
    }
    if (!spec.path("schedulingGates").isEmpty()) {
      throw conflict(current, "has non-empty .spec.schedulingGates");
    }
    spec.put("nodeName", node);
    pod.withObject("/status").remove("nominatedNodeName");
    merge("annotations", metadata, pod);
    merge("labels", metadata, pod);
    PodConditions.scheduled(pod, Times.second(clock.instant()));
    return KubeObject.of(Kinds.POD, pod);
  }

  private static void merge(String map, JsonNode from, ObjectNode pod) {
    if (from.get(map) instanceof ObjectNode entries && !entries.isEmpty()) {
      Metadata.of(pod).withObject("/" + map).setAll(entries);
    }
  }

  private static StatusException conflict(KubeObject pod, String why) {
    return StatusException.conflict("pods/binding", pod.name(), "pod " + pod.name() + " " + why);
  }
}
