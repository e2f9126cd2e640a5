package dev.berth.pipeline;

import dev.berth.framework.ClusterView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The nodes that pass, ranked by what plugins and extenders give them together.
 *
 * <p>Threading: the thread that owns the view; for one attempt. Cost: O(n log n) in passing nodes,
 * beside a call over the network.
 */
final class ExtendedRanking {
  private static final Comparator<Ranked> BEST_FIRST =
      Comparator.comparingLong(Ranked::total).reversed().thenComparingInt(Ranked::ordinal);

  private final List<Ranked> bestFirst = new ArrayList<>();

  /** A node and its total. */
  record Ranked(int ordinal, long total) {}

  ExtendedRanking(AttemptCodes codes, ScorePhase score, ExtenderPhase extenders, ClusterView view) {
    for (int i = codes.next(0); i >= 0; i = codes.next(i + 1)) {
      long total = score.total(i) + extenders.pointsOf(view.node(i).name());
      bestFirst.add(new Ranked(i, total));
    }
    bestFirst.sort(BEST_FIRST);
  }

  /** How many nodes share the highest total. */
  int bestCount() {
    int count = 1;
    while (count < bestFirst.size() && total(count) == total(0)) {
      count++;
    }
    return count;
  }

  private long total(int place) {
    return bestFirst.get(place).total();
  }

  /** The ordinal of one of the best, in order of ordinals. */
  int nthBest(int index) {
    return bestFirst.get(index).ordinal();
  }

  List<Ranked> top(int count) {
    return bestFirst.subList(0, Math.min(count, bestFirst.size()));
  }
}
