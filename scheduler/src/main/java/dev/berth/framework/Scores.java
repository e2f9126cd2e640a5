package dev.berth.framework;

import java.util.function.LongUnaryOperator;

/**
 * One plugin's scores of the feasible nodes of an attempt, by ordinal of its view.
 *
 * <p>Threading: scheduler thread only; valid during the call it was passed to.
 */
public interface Scores {

  /** The lowest and the highest normalised score. */
  long MIN_SCORE = 0;

  long MAX_SCORE = 100;

  FeasibleNodes nodes();

  long get(int ordinal);

  void set(int ordinal, long score);

  /** The highest score of a feasible node; 0 when all are negative or there is none. */
  long max();

  /** The lowest score of a feasible node, of which there must be one. */
  default long lowest() {
    long lowest = Long.MAX_VALUE;
    for (int i = nodes().next(0); i >= 0; i = nodes().next(i + 1)) {
      lowest = Math.min(lowest, get(i));
    }
    return lowest;
  }

  /** The highest score of a feasible node, of which there must be one; may be negative. */
  default long highest() {
    long highest = Long.MIN_VALUE;
    for (int i = nodes().next(0); i >= 0; i = nodes().next(i + 1)) {
      highest = Math.max(highest, get(i));
    }
    return highest;
  }

  /** Replaces the score of every feasible node; equal scores become equal ones. */
  default void replaceAll(LongUnaryOperator change) {
    for (int i = nodes().next(0); i >= 0; i = nodes().next(i + 1)) {
      set(i, change.applyAsLong(get(i)));
    }
  }

  /**
   * Maps scores to 0..100 in proportion to the highest one, as {@code helper.DefaultNormalizeScore}
   * does: with a highest score of 0 they all become 0, or 100 when {@code reverse}.
   */
  void normalizeByMax(boolean reverse);
}
