package dev.berth.pipeline;

import dev.berth.framework.PointTimes;
import dev.berth.framework.Status;
import dev.berth.framework.TimedPoint;
import org.jspecify.annotations.Nullable;

/**
 * The listener of one profile's times.
 *
 * <p>Threading: immutable.
 */
record PhaseTimes(String profile, PointTimes listener) {

  /**
   * A phase has ended.
   *
   * @param failure null when it went well
   * @param startNanos {@link System#nanoTime} when it began
   */
  void took(TimedPoint point, @Nullable Status failure, long startNanos) {
    long nanos = System.nanoTime() - startNanos;
    listener.took(profile, point, failure == null ? Status.success() : failure, nanos);
  }
}
