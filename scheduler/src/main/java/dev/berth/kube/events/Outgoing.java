package dev.berth.kube.events;

import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/**
 * A write that waits for its turn.
 *
 * <p>Threading: immutable.
 *
 * @param number no two share one; of those that are due together, the smallest is first
 * @param tries how often it was tried
 * @param dueNanos on the monotonic clock
 */
record Outgoing(long number, EventWrite write, int tries, long dueNanos) implements Delayed {

  @Override
  public long getDelay(TimeUnit unit) {
    return unit.convert(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  @Override
  public int compareTo(Delayed other) {
    Outgoing that = (Outgoing) other;
    long later = dueNanos - that.dueNanos;
    return later == 0 ? Long.compare(number, that.number) : Long.signum(later);
  }
}
