package dev.berth.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values that take the place of those in a {@code KubeSchedulerConfiguration}, each at a path such
 * as {@code leaderElection.leaseDuration}: what flags say. They are checked as if the file had
 * them.
 *
 * <p>Threading: immutable.
 */
public final class ConfigOverlay {
  /** Changes nothing. */
  public static final ConfigOverlay NONE = new ConfigOverlay(Map.of());

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

  private ConfigOverlay with(String path, JsonNode value) {
    Map<String, JsonNode> more = new LinkedHashMap<>(values);
    more.put(path, value);
    return new ConfigOverlay(more);
  }

  /** The tree with these values; a tree that is no mapping, and so is wrong, stays as it is. */
  @Nullable JsonNode onto(@Nullable JsonNode kube) {
    if (values.isEmpty() || (kube != null && !kube.isObject())) {
      return kube;
    }
    ObjectNode changed = kube == null ? JsonNodeFactory.instance.objectNode() : kube.deepCopy();
    values.forEach((path, value) -> put(changed, path, value));
    return changed;
  }

  private static void put(ObjectNode tree, String path, JsonNode value) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      tree.set(path, value);
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
