package dev.berth.it;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a scheduler decided about a pod, as far as it tells.
 *
 * <p>Threading: immutable.
 *
 * @param node "" for a pod that fits nowhere
 * @param message of the condition PodScheduled, with its reason in front; "" for a placed pod
 * @param feasible how many nodes could take it; 0 when the pod is not placed
 * @param scores of all feasible nodes, or of the best of them; empty when there was nothing to
 *     score
 */
record TwinDecision(String node, String message, int feasible, Map<String, Scored> scores) {

  /** A node's total, and what the plugins gave; nothing of those that gave 0. */
  record Scored(long total, SortedMap<String, Long> byPlugin) {}

  boolean isPlaced() {
    return !node.isEmpty();
  }

  /** The nodes of which one had to be taken. */
  SortedSet<String> best() {
    long highest = scores.values().stream().mapToLong(Scored::total).max().orElse(0);
    SortedSet<String> best =
        scores.entrySet().stream()
            .filter(entry -> entry.getValue().total() == highest)
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(TreeSet::new));
    if (best.isEmpty() && isPlaced()) {
      best.add(node);
    }
    return best;
  }

  /**
   * Where {@code other}, which tells of its best nodes only, differs from this, which tells all.
   */
  List<String> differencesOf(TwinDecision other) {
    List<String> found = new ArrayList<>();
    differ("message", message, other.message, found);
    differ("whether it is placed", isPlaced(), other.isPlaced(), found);
    differ("feasible nodes", feasible, other.feasible, found);
    if (found.isEmpty() && isPlaced()) {
      compareScores(other, found);
    }
    return found;
  }

  private void compareScores(TwinDecision other, List<String> found) {
    if (!best().contains(other.node)) {
      found.add("it is on " + other.node + ", and the best nodes are " + best());
    }
    differ("highest totals", highest(other.scores.size()), other.highest(scores.size()), found);
    other.scores.forEach(
        (name, scored) -> differ("scores of " + name, scores.get(name), scored, found));
  }

  private List<Long> highest(int count) {
    return scores.values().stream()
        .map(Scored::total)
        .sorted(Comparator.reverseOrder())
        .limit(count)
        .toList();
  }

  private static void differ(String what, @Nullable Object want, Object got, List<String> found) {
    if (!got.equals(want)) {
      found.add(what + ": " + got + " instead of " + want);
    }
  }
}
