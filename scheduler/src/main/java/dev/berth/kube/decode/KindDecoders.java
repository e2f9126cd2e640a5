package dev.berth.kube.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DatabindException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.berth.model.ClusterObject;
import dev.berth.model.LabelRequirement;
import dev.berth.model.LabelSelector;
import dev.berth.model.Labels;
import dev.berth.model.Namespace;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodDisruptionBudget;
import dev.berth.model.Quantity;
import dev.berth.model.ReplicaSet;
import dev.berth.model.ReplicationController;
import dev.berth.model.Service;
import dev.berth.model.StatefulSet;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decodes every kind but pods and nodes, through databind, into small records that ignore what they
 * do not know.
 *
 * <p>A kind has a record of its own as soon as something reads more of it than who it is.
 *
 * <p>Threading: any thread.
 */
public final class KindDecoders {
  record Meta(
      @Nullable String namespace,
      @Nullable String name,
      @Nullable String uid,
      @Nullable String resourceVersion) {}

  private record AnyObject(@Nullable Meta metadata) {}

  private record LabelledMeta(
      @Nullable String namespace,
      @Nullable String name,
      @Nullable String uid,
      @Nullable String resourceVersion,
      @Nullable Map<String, @Nullable String> labels) {
    Meta identity() {
      return new Meta(namespace, name, uid, resourceVersion);
    }
  }

  private record LabelledObject(@Nullable LabelledMeta metadata) {}

  private record LabelsSpec(@Nullable Map<String, @Nullable String> selector) {}

  private record SelectsByLabels(@Nullable Meta metadata, @Nullable LabelsSpec spec) {}

  private record Condition(
      @Nullable String key, @Nullable String operator, @Nullable List<@Nullable String> values) {
    LabelRequirement requirement() {
      List<String> given = new ArrayList<>();
      if (values != null) {
        values.forEach(value -> given.add(orEmpty(value)));
      }
      return new LabelRequirement(orEmpty(key), orEmpty(operator), given);
    }
  }

  record Selector(
      @Nullable Map<String, @Nullable String> matchLabels,
      @Nullable List<Condition> matchExpressions) {
    LabelSelector compile() {
      List<LabelRequirement> expressions =
          matchExpressions == null
              ? List.of()
              : matchExpressions.stream().map(Condition::requirement).toList();
      return LabelSelector.of(orEmpty(matchLabels), expressions);
    }
  }

  private record SelectorSpec(@Nullable Selector selector) {}

  private record SelectsBySelector(@Nullable Meta metadata, @Nullable SelectorSpec spec) {}

  /** {@code disruptedPods} has times as values, which do not matter. */
  private record BudgetStatus(
      int disruptionsAllowed, @Nullable Map<String, @Nullable Object> disruptedPods) {}

  private record Budget(
      @Nullable Meta metadata, @Nullable SelectorSpec spec, @Nullable BudgetStatus status) {}

  private static final JsonMapper MAPPER =
      JsonMapper.builder(KubeJson.factory())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addModule(new SimpleModule().addDeserializer(Quantity.class, new QuantityReader()))
          .build();

  private KindDecoders() {}

  /**
   * Who the object is at whose first brace the parser stands; the parser's next token is then what
   * follows the object, also when this throws {@link UndecodableObject}.
   *
   * @throws UndecodableObject when it has no name
   * @throws IOException when the stream breaks or is not JSON
   */
  public static ObjectIdentity identity(String kind, JsonParser parser)
      throws IOException, UndecodableObject {
    AnyObject object = read(kind, parser, AnyObject.class);
    return identityOf(kind, object.metadata());
  }

  /**
   * The object of this kind at whose first brace the parser stands; the parser's next token is then
   * what follows the object, also when this throws {@link UndecodableObject}.
   *
   * @throws UndecodableObject when it has no name, or a field that matters has a wrong type
   * @throws IOException when the stream breaks or is not JSON
   */
  public static DecodedObject object(ClusterObject.Kind kind, JsonParser parser)
      throws IOException, UndecodableObject {
    return switch (kind) {
      case NAMESPACE -> {
        LabelledMeta meta = read("Namespace", parser, LabelledObject.class).metadata();
        ObjectIdentity identity = identityOf("Namespace", meta == null ? null : meta.identity());
        Labels labels = Labels.of(orEmpty(meta == null ? null : meta.labels()));
        yield new DecodedObject(identity, new Namespace(key(identity), labels));
      }
      case SERVICE -> {
        SelectsByLabels read = read("Service", parser, SelectsByLabels.class);
        ObjectIdentity identity = identityOf("Service", read.metadata());
        yield new DecodedObject(identity, new Service(key(identity), labelsOf(read.spec())));
      }
      case REPLICATION_CONTROLLER -> {
        SelectsByLabels read = read("ReplicationController", parser, SelectsByLabels.class);
        ObjectIdentity identity = identityOf("ReplicationController", read.metadata());
        yield new DecodedObject(
            identity, new ReplicationController(key(identity), labelsOf(read.spec())));
      }
      case REPLICA_SET -> {
        SelectsBySelector read = read("ReplicaSet", parser, SelectsBySelector.class);
        ObjectIdentity identity = identityOf("ReplicaSet", read.metadata());
        yield new DecodedObject(identity, new ReplicaSet(key(identity), selectorOf(read.spec())));
      }
      case STATEFUL_SET -> {
        SelectsBySelector read = read("StatefulSet", parser, SelectsBySelector.class);
        ObjectIdentity identity = identityOf("StatefulSet", read.metadata());
        yield new DecodedObject(identity, new StatefulSet(key(identity), selectorOf(read.spec())));
      }
      case POD_DISRUPTION_BUDGET -> {
        Budget read = read("PodDisruptionBudget", parser, Budget.class);
        ObjectIdentity identity = identityOf("PodDisruptionBudget", read.metadata());
        yield new DecodedObject(identity, budget(key(identity), read));
      }
      case PERSISTENT_VOLUME -> VolumeDecoder.read(parser);
      case PERSISTENT_VOLUME_CLAIM -> VolumeClaimDecoder.read(parser);
      case STORAGE_CLASS -> StorageClassDecoder.read(parser);
      case CSI_NODE -> CsiDecoders.node(parser);
      case CSI_DRIVER -> CsiDecoders.driver(parser);
      case CSI_STORAGE_CAPACITY -> CsiDecoders.storageCapacity(parser);
      case VOLUME_ATTACHMENT -> CsiDecoders.attachment(parser);
      case DEVICE_CLASS -> DeviceClassDecoder.read(parser);
      case RESOURCE_CLAIM -> ClaimDecoder.read(parser);
      case RESOURCE_SLICE -> SliceDecoder.read(parser);
    };
  }

  static ObjectKey key(ObjectIdentity identity) {
    return new ObjectKey(identity.namespace(), identity.name());
  }

  private static Labels labelsOf(@Nullable LabelsSpec spec) {
    return Labels.of(orEmpty(spec == null ? null : spec.selector()));
  }

  private static LabelSelector selectorOf(@Nullable SelectorSpec spec) {
    Selector selector = spec == null ? null : spec.selector();
    return selector == null ? LabelSelector.NOTHING : selector.compile();
  }

  private static PodDisruptionBudget budget(ObjectKey key, Budget read) {
    BudgetStatus status = read.status();
    return new PodDisruptionBudget(
        key,
        selectorOf(read.spec()),
        status == null ? 0 : status.disruptionsAllowed(),
        status == null || status.disruptedPods() == null
            ? Set.of()
            : status.disruptedPods().keySet());
  }

  static <T> T read(String kind, JsonParser parser, Class<T> type)
      throws IOException, UndecodableObject {
    JsonCursor json = JsonCursor.at(parser, kind, UnknownFieldListener.NONE);
    try {
      return MAPPER.readValue(parser, type);
    } catch (DatabindException e) {
      json.leave();
      throw new UndecodableObject(kind, "", "", "", e.getOriginalMessage(), e);
    }
  }

  /** Micros since 1970 of a time of that object, {@code unset} when it is null. */
  static long micros(ObjectIdentity object, @Nullable String time, long unset)
      throws UndecodableObject {
    if (time == null) {
      return unset;
    }
    try {
      return KubeTime.epochMicros(time);
    } catch (DateTimeException e) {
      throw new UndecodableObject(
          object.kind(),
          object.namespace(),
          object.name(),
          "",
          "has something that is not a time: \"" + time + "\"",
          e);
    }
  }

  static ObjectIdentity identityOf(String kind, @Nullable Meta meta) throws UndecodableObject {
    if (meta == null || meta.name() == null || meta.name().isEmpty()) {
      throw new UndecodableObject(kind, "", "", "", "has no metadata.name", null);
    }
    return new ObjectIdentity(
        kind,
        orEmpty(meta.namespace()),
        meta.name(),
        orEmpty(meta.uid()),
        orEmpty(meta.resourceVersion()));
  }

  static Map<String, String> orEmpty(@Nullable Map<String, @Nullable String> labels) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (labels != null) {
      labels.forEach((key, value) -> texts.put(key, orEmpty(value)));
    }
    return texts;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
