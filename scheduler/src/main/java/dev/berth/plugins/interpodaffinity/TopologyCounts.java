package dev.berth.plugins.interpodaffinity;

import dev.berth.model.Labels;
import dev.berth.model.Node;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A number for each pair of a topology key and a value of it: what the view keeps, if that is what
 * was asked for, and what was added since.
 *
 * <p>Mirrors {@code topologyToMatchedTermCount}, plugins/interpodaffinity/filtering.go, Kubernetes
 * 1.36.3. Threading: one per attempt or dry run.
 */
final class TopologyCounts {
  private final @Nullable KeptCounts kept;
  private final Map<String, Map<String, Long>> added = new HashMap<>();

  /** How many pairs have a number that is not 0; counted when something is added. */
  private int pairs;

  private boolean pairsCounted;

  private TopologyCounts(@Nullable KeptCounts kept) {
    this.kept = kept;
    this.pairsCounted = kept == null;
  }

  static TopologyCounts none() {
    return new TopologyCounts(null);
  }

  static TopologyCounts of(KeptCounts kept) {
    return new TopologyCounts(kept);
  }

  TopologyCounts copy() {
    countPairs(); // once, and not again for each dry run
    TopologyCounts copy = new TopologyCounts(kept);
    added.forEach((key, values) -> copy.added.put(key, new HashMap<>(values)));
    copy.pairs = pairs;
    copy.pairsCounted = pairsCounted;
    return copy;
  }

  /** Adds to the pair of the key and the node's value of it; nothing for a node without the key. */
  void add(String key, Node node, long change) {
    String value = node.labels().get(key);
    if (value == null || change == 0) {
      return;
    }
    countPairs();
    long before = get(key, value);
    added.computeIfAbsent(key, k -> new HashMap<>()).merge(value, change, Long::sum);
    pairs += (before + change == 0 ? 0 : 1) - (before == 0 ? 0 : 1);
  }

  private void countPairs() {
    if (!pairsCounted && kept != null) {
      for (String key : kept.keys()) {
        pairs += kept.pairs(key);
      }
      pairsCounted = true;
    }
  }

  long get(String key, String value) {
    Map<String, Long> values = added.get(key);
    long sum = values == null ? 0 : values.getOrDefault(value, 0L);
    return kept == null ? sum : sum + kept.get(key, value);
  }

  /** Whether no pair has a number other than 0. */
  boolean isEmpty() {
    return (pairsCounted || kept == null) ? pairs == 0 : kept.isEmpty();
  }

  /** Whether nothing was added to what the view keeps. */
  @Nullable KeptCounts unchanged() {
    return added.isEmpty() ? kept : null;
  }

  /** Whether a pair of one of the labels has a number above 0. */
  boolean anyAt(Labels labels) {
    Set<String> keys = new LinkedHashSet<>(added.keySet());
    if (kept != null) {
      keys.addAll(kept.keys());
    }
    for (String key : keys) {
      String value = labels.get(key);
      if (value != null && get(key, value) > 0) {
        return true;
      }
    }
    return false;
  }
}
