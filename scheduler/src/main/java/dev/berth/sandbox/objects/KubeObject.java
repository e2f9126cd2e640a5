package dev.berth.sandbox.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One version of one object, as JSON text and with what lists and watches ask for at hand.
 *
 * <p>Kept as text because a parsed tree is several times larger; {@link #tree} parses anew each
 * time, some 10 us for a pod. Threading: immutable; nobody changes what {@link #json} returns.
 */
public final class KubeObject {
  private final Kind kind;
  private final ObjectKey key;
  private final String uid;
  private final long version;
  private final boolean terminating;
  private final Map<String, String> labels;
  private final Map<String, String> fields;
  private final byte[] json;

  private KubeObject(Kind kind, ObjectNode tree) {
    JsonNode metadata = tree.path("metadata");
    this.kind = kind;
    this.key = new ObjectKey(metadata.path("namespace").asText(), metadata.path("name").asText());
    this.uid = metadata.path("uid").asText();
    this.version = metadata.path("resourceVersion").asLong();
    this.terminating = metadata.hasNonNull("deletionTimestamp");
    this.labels = labels(metadata.path("labels"));
    this.fields = fields(kind, key, tree);
    this.json = Json.bytes(tree);
  }

  private KubeObject(KubeObject other, long version, byte[] json) {
    this.kind = other.kind;
    this.key = other.key;
    this.uid = other.uid;
    this.version = version;
    this.terminating = other.terminating;
    this.labels = other.labels;
    this.fields = other.fields;
    this.json = json;
  }

  /** The object that this tree says; the tree may be changed afterwards. */
  public static KubeObject of(Kind kind, ObjectNode tree) {
    return new KubeObject(kind, tree);
  }

  private static Map<String, String> labels(JsonNode labels) {
    Map<String, String> copy = new HashMap<>();
    labels.properties().forEach(label -> copy.put(label.getKey(), label.getValue().asText()));
    return Map.copyOf(copy);
  }

  private static Map<String, String> fields(Kind kind, ObjectKey key, ObjectNode tree) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("metadata.name", key.name());
    if (kind.namespaced()) {
      fields.put("metadata.namespace", key.namespace());
    }
    for (String path : kind.selectableFields()) {
      fields.put(path, field(tree, path));
    }
    return Map.copyOf(fields);
  }

  /** What a selector compares, which for some fields is not what the object says. */
  private static String field(ObjectNode tree, String path) {
    return switch (path) {
      case "spec.unschedulable", "spec.hostNetwork" ->
          tree.at("/" + path.replace('.', '/')).asText("false");
      case "source" ->
          tree.at("/source/component").asText(tree.path("reportingComponent").asText());
      default -> tree.at("/" + path.replace('.', '/')).asText();
    };
  }

  public Kind kind() {
    return kind;
  }

  public ObjectKey key() {
    return key;
  }

  public String name() {
    return key.name();
  }

  public String namespace() {
    return key.namespace();
  }

  /** Empty before the registry has given one. */
  public String uid() {
    return uid;
  }

  /** 0 before the store has given one. */
  public long version() {
    return version;
  }

  /** Whether somebody has asked for its deletion. */
  public boolean isTerminating() {
    return terminating;
  }

  public Map<String, String> labels() {
    return labels;
  }

  /** The value of a field that a selector may name, empty when absent; null for another field. */
  public @Nullable String field(String path) {
    return fields.get(path);
  }

  /** UTF-8, without a line feed. */
  public byte[] json() {
    return json;
  }

  /** A tree of the caller's own. */
  public ObjectNode tree() {
    return Json.object(json);
  }

  /** Another version of it. */
  public KubeObject with(Consumer<ObjectNode> change) {
    ObjectNode tree = tree();
    change.accept(tree);
    return new KubeObject(kind, tree);
  }

  /** The same under the version of the store. */
  public KubeObject withVersion(long given) {
    byte[] spliced = VersionText.replaced(json, given);
    return spliced == null
        ? with(tree -> tree.withObject("/metadata").put("resourceVersion", Long.toString(given)))
        : new KubeObject(this, given, spliced);
  }

  @Override
  public String toString() {
    return kind + " " + key + " at " + version;
  }
}
