package dev.berth.plugins.dynamicresources.allocation;

import java.time.Duration;

/**
 * The time that searches of an attempt have, for one node and for all of them together.
 *
 * <p>Threading: scheduler thread only.
 */
final class SearchTime {
  /** Checks of which one asks the clock. */
  private static final int CHECKS_PER_LOOK = 64;

  private final SearchLimits limits;
  private long leftNanos;
  private long startNanos;
  private long nodeNanos;
  private int checks;

  SearchTime(SearchLimits limits) {
    this.limits = limits;
    this.leftNanos = nanos(limits.perAttempt());
  }

  private static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException farAway) {
      return Long.MAX_VALUE;
    }
  }

  /** Begins with a node. */
  void begin() {
    startNanos = limits.nanoTime().getAsLong();
    nodeNanos =
        limits.perNode().isZero() ? leftNanos : Math.min(leftNanos, nanos(limits.perNode()));
    checks = 0;
  }

  /** Ends with a node, however it went. */
  void end() {
    leftNanos -= limits.nanoTime().getAsLong() - startNanos;
  }

  /**
   * One unit of work.
   *
   * @throws SearchTimeoutException when the time is up
   */
  void check() {
    if (checks++ % CHECKS_PER_LOOK == 0
        && limits.nanoTime().getAsLong() - startNanos >= nodeNanos) {
      throw new SearchTimeoutException();
    }
  }

  /** The time is up. */
  static final class SearchTimeoutException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private SearchTimeoutException() {
      super("device search timed out", null, false, false);
    }
  }
}
