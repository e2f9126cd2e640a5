package dev.berth.plugins.interpodaffinity;

import dev.berth.model.Labels;
import dev.berth.model.Node;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A number for each pair of a topology key and a value of it; a pair that comes to 0 is dropped
 * when a dry run changes it.
 *
 * <p>Mirrors {@code topologyToMatchedTermCount}, plugins/interpodaffinity/filtering.go, Kubernetes
 * 1.36.3. Threading: one per attempt or dry run.
 */
final class TopologyCounts {
  private final Map<String, Map<String, Long>> byKey = new HashMap<>();

  TopologyCounts copy() {
    TopologyCounts copy = new TopologyCounts();
    byKey.forEach((key, values) -> copy.byKey.put(key, new HashMap<>(values)));
    return copy;
  }

  /** Adds to the pair of the key and the node's value of it; nothing for a node without the key. */
  void add(String key, Node node, long change) {
    String value = node.labels().get(key);
    if (value == null) {
      return;
    }
    Map<String, Long> values = byKey.computeIfAbsent(key, k -> new HashMap<>());
    values.merge(value, change, (before, more) -> before + more == 0 ? null : before + more);
    if (values.isEmpty()) {
      byKey.remove(key);
    }
  }

  long get(String key, String value) {
    Map<String, Long> values = byKey.get(key);
    return values == null ? 0 : values.getOrDefault(value, 0L);
  }

  boolean isEmpty() {
    return byKey.isEmpty();
  }

  /** Whether a pair of one of the labels has a number above 0. */
  boolean anyAt(Labels labels) {
    for (Map.Entry<String, Map<String, Long>> ofKey : byKey.entrySet()) {
      @Nullable String value = labels.get(ofKey.getKey());
      if (value != null && ofKey.getValue().getOrDefault(value, 0L) > 0) {
        return true;
      }
    }
    return false;
  }
}
