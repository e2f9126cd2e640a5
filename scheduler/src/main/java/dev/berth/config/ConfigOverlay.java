package dev.berth.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values that take the place of those in a file, each at a path such as {@code
 * leaderElection.leaseDuration}, or {@code BerthConfiguration.seed} in our own document: what flags
 * say. They are checked as if the file had them.
 *
 * <p>Threading: immutable.
 */
public final class ConfigOverlay {
  /** Changes nothing. */
  public static final ConfigOverlay NONE = new ConfigOverlay(Map.of());

  private static final String OWN = OwnSettings.KIND + ".";

  private final Map<String, JsonNode> values;

  private ConfigOverlay(Map<String, JsonNode> values) {
    this.values = values;
  }

  /** With a text, or without a change when that is null. */
  public ConfigOverlay with(String path, @Nullable String text) {
    return text == null ? this : with(path, JsonNodeFactory.instance.textNode(text));
  }

  /** With a flag, or without a change when that is null. */
  public ConfigOverlay with(String path, @Nullable Boolean flag) {
    return flag == null ? this : with(path, JsonNodeFactory.instance.booleanNode(flag));
  }

  /** With a number, or without a change when that is null. */
  public ConfigOverlay with(String path, @Nullable Double number) {
    return number == null ? this : with(path, JsonNodeFactory.instance.numberNode(number));
  }

  /** With a whole number, or without a change when that is null. */
  public ConfigOverlay with(String path, @Nullable Integer number) {
    return number == null ? this : with(path, JsonNodeFactory.instance.numberNode(number));
  }

  /** With a mapping at that place, if only an empty one. */
  public ConfigOverlay withPlace(String path) {
    return with(path, JsonNodeFactory.instance.objectNode());
  }

  private ConfigOverlay with(String path, JsonNode value) {
    Map<String, JsonNode> more = new LinkedHashMap<>(values);
    more.put(path, value);
    return new ConfigOverlay(more);
  }

  /** A {@code KubeSchedulerConfiguration} with these values. */
  @Nullable JsonNode ontoKube(@Nullable JsonNode kube) {
    Map<String, JsonNode> ofKube = new LinkedHashMap<>(values);
    ofKube.keySet().removeIf(path -> path.startsWith(OWN));
    return onto(kube, ofKube);
  }

  /** A {@code BerthConfiguration} with these values. */
  @Nullable JsonNode ontoOwn(@Nullable JsonNode own) {
    Map<String, JsonNode> ofOwn = new LinkedHashMap<>();
    values.forEach(
        (path, value) -> {
          if (path.startsWith(OWN)) {
            ofOwn.put(path.substring(OWN.length()), value);
          }
        });
    return onto(own, ofOwn);
  }

  /** A tree that is no mapping, and so is wrong, stays as it is. */
  private static @Nullable JsonNode onto(@Nullable JsonNode tree, Map<String, JsonNode> values) {
    if (values.isEmpty() || (tree != null && !tree.isObject())) {
      return tree;
    }
    ObjectNode changed = tree == null ? JsonNodeFactory.instance.objectNode() : tree.deepCopy();
    values.forEach((path, value) -> put(changed, path, value));
    return changed;
  }

  private static void put(ObjectNode tree, String path, JsonNode value) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      if (!(value.isObject() && tree.path(path).isObject())) {
        tree.set(path, value);
      }
      return;
    }
    String outer = path.substring(0, dot);
    JsonNode inner = tree.get(outer);
    if (inner == null || inner.isNull()) {
      inner = tree.putObject(outer);
    }
    if (inner instanceof ObjectNode mapping) {
      put(mapping, path.substring(dot + 1), value);
    }
  }
}
