package dev.berth.framework;

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

  /**
   * Maps scores to 0..100 in proportion to the highest one, as {@code helper.DefaultNormalizeScore}
   * does: with a highest score of 0 they all become 0, or 100 when {@code reverse}.
   */
  void normalizeByMax(boolean reverse);
}
