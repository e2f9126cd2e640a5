package dev.berth.extender;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Totals of any size as the eleven steps, 0 to 10, that the protocol has.
 *
 * <p>A higher total never gets a lower step, equal totals get the same. The best total is alone at
 * 10. With up to eleven different totals each has a step of its own, from 10 downwards; with more,
 * the others share 0 to 9, as many on each step: one that is far from all others costs these none
 * of their order.
 *
 * <p>Threading: immutable.
 */
final class ScoreSteps {
  private static final int TOP = 10;

  private final Map<Long, Integer> steps = new HashMap<>();

  private ScoreSteps(NavigableSet<Long> totals) {
    if (totals.size() <= TOP + 1) {
      int step = TOP;
      for (long total : totals.descendingSet()) {
        steps.put(total, step--);
      }
    } else {
      spread(totals);
    }
  }

  private void spread(NavigableSet<Long> totals) {
    long others = totals.size() - 1L;
    long rank = 0;
    for (long total : totals) {
      steps.put(total, (int) (rank * TOP / others)); // the best one's rank is that many
      rank++;
    }
  }

  static ScoreSteps of(Collection<Long> totals) {
    return new ScoreSteps(Collections.unmodifiableNavigableSet(new TreeSet<>(totals)));
  }

  /** The step of one of the totals that this was made of. */
  int of(long total) {
    return steps.getOrDefault(total, 0);
  }
}
