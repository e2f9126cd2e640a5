package dev.berth.framework;

/**
 * The nodes that passed all filters of the attempt, by ordinal of its view, in ascending order.
 *
 * <p>Threading: scheduler thread only; valid during the call it was passed to.
 */
public interface FeasibleNodes {
  int count();

  /** The first feasible ordinal at or after {@code from}, or -1. */
  int next(int from);
}
