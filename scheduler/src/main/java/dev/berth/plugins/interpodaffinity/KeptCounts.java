package dev.berth.plugins.interpodaffinity;

import dev.berth.columns.DomainTally;
import dev.berth.columns.ScoreColumn;
import dev.berth.framework.DomainRule;
import dev.berth.framework.NodeMemos;
import dev.berth.framework.NodeTally;
import dev.berth.framework.Status;
import dev.berth.model.Labels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sums that the view keeps, each times a factor, by pairs of a topology key and a value of it.
 *
 * <p>Threading: one per attempt.
 */
final class KeptCounts {

  /**
   * More sums than this are slower than to look at every pod with terms once, and would drive out
   * those of other pods.
   */
  static final int MOST = 32;

  private record Part(String key, DomainTally tally, long factor) {
    long get(String value) {
      return factor * tally.sum(tally.column().find(value));
    }
  }

  private final List<Part> parts = new ArrayList<>(2);

  /** Adds a sum; false when the view does not keep it, or it is one too many. */
  boolean add(NodeTally key, long factor, NodeMemos memos) {
    DomainTally tally = parts.size() < MOST ? memos.tally(key) : null;
    if (tally == null) {
      return false;
    }
    parts.add(new Part(key.topologyKey(), tally, factor));
    return true;
  }

  /** Whether nothing was counted anywhere. */
  boolean isEmpty() {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).tally().total() != 0) {
        return false;
      }
    }
    return true;
  }

  long get(String key, String value) {
    long sum = 0;
    for (int i = 0; i < parts.size(); i++) {
      sum += parts.get(i).key().equals(key) ? parts.get(i).get(value) : 0;
    }
    return sum;
  }

  /** The sum over all labels. */
  long at(Labels labels) {
    long sum = 0;
    for (int i = 0; i < parts.size(); i++) {
      String value = labels.get(parts.get(i).key());
      sum += value == null ? 0 : parts.get(i).get(value);
    }
    return sum;
  }

  /** The topology keys, each once. */
  List<String> keys() {
    return parts.stream().map(Part::key).distinct().toList();
  }

  /** Pairs of this key whose number is not 0. O(domains). */
  int pairs(String key) {
    List<Part> ofKey = parts.stream().filter(part -> part.key().equals(key)).toList();
    DomainTally first = ofKey.getFirst().tally();
    int pairs = 0;
    for (int domain = 0; domain < first.bound(); domain++) {
      if (first.members(domain) > 0) {
        boolean any =
            ofKey.size() == 1
                ? first.sum(domain) != 0
                : get(key, first.column().value(domain)) != 0;
        pairs += any ? 1 : 0;
      }
    }
    return pairs;
  }

  /** One rule for each sum. */
  void addRules(
      long atLeast,
      long atMost,
      Status otherwise,
      @Nullable Status withoutDomain,
      List<DomainRule> to) {
    for (int i = 0; i < parts.size(); i++) {
      to.add(new DomainRule(parts.get(i).tally(), atLeast, atMost, otherwise, withoutDomain));
    }
  }

  void addTo(ScoreColumn scores) {
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).tally().addScaled(scores, parts.get(i).factor());
    }
  }
}
