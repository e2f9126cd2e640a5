package dev.berth.pipeline;

import dev.berth.framework.ClusterView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The nodes that pass, ranked by what plugins and extenders give them together; of equal totals,
 * those that an extender has scored are better.
 *
 * <p>Mirrors the random numbers of {@code prioritizeNodes}, {@code pkg/scheduler/schedule_one.go},
 * Kubernetes 1.36.3, which only nodes with a score of an extender are given. Threading: the thread
 * that owns the view; for one attempt. Cost: O(n log n) in passing nodes, beside a call over the
 * network.
 */
final class ExtendedRanking {
  private static final Comparator<Ranked> BEST_FIRST =
      Comparator.comparingLong(Ranked::total)
          .thenComparing(Ranked::preferred)
          .reversed()
          .thenComparingInt(Ranked::ordinal);

  private final List<Ranked> bestFirst = new ArrayList<>();

  /**
   * A node and its total.
   *
   * @param preferred to others with the same total
   */
  record Ranked(int ordinal, long total, boolean preferred) {
    boolean isAsGoodAs(Ranked other) {
      return total == other.total && preferred == other.preferred;
    }
  }

  ExtendedRanking(AttemptCodes codes, ScorePhase score, ExtenderPhase extenders, ClusterView view) {
    Set<String> preferred = extenders.firstAmongEquals();
    for (int i = codes.next(0); i >= 0; i = codes.next(i + 1)) {
      String name = view.node(i).name();
      long total = score.total(i) + extenders.pointsOf(name);
      bestFirst.add(new Ranked(i, total, preferred.contains(name)));
    }
    bestFirst.sort(BEST_FIRST);
  }

  /** How many nodes are as good as the first. */
  int bestCount() {
    Ranked best = bestFirst.getFirst();
    int count = 1;
    while (count < bestFirst.size() && bestFirst.get(count).isAsGoodAs(best)) {
      count++;
    }
    return count;
  }

  /** The ordinal of one of the best, in order of ordinals. */
  int nthBest(int index) {
    return bestFirst.get(index).ordinal();
  }

  List<Ranked> top(int count) {
    return bestFirst.subList(0, Math.min(count, bestFirst.size()));
  }
}
