package dev.berth.queue;

import java.util.concurrent.TimeUnit;

/**
 * When pods are looked for that have been unschedulable for too long: once an interval, and never
 * twice in one.
 *
 * <p>Mirrors {@code flushUnschedulablePodsLeftover} of {@code scheduling_queue.go}, Kubernetes
 * 1.36.3. Threading: scheduler thread only.
 */
final class FlushSchedule {

  private static final long INTERVAL_MICROS = TimeUnit.SECONDS.toMicros(30);

  private final long maxUnschedulableMicros;
  private long nextMicros = Long.MIN_VALUE;

  FlushSchedule(QueueSettings settings) {
    maxUnschedulableMicros = TimeUnit.MICROSECONDS.convert(settings.maxUnschedulable());
  }

  /** Whether it is time to look; the next time is an interval later then. */
  boolean begin(long nowMicros) {
    if (nowMicros < nextMicros) {
      return false;
    }
    nextMicros = nowMicros + INTERVAL_MICROS;
    return true;
  }

  long nextMicros() {
    return nextMicros;
  }

  boolean isTooOld(QueuedPod pod, long nowMicros) {
    return nowMicros - pod.queuedAtMicros() > maxUnschedulableMicros;
  }

  /** The first look that finds a pod too old that waits since then. */
  long firstAfter(long queuedAtMicros, long nowMicros) {
    long tooOldMicros = queuedAtMicros + maxUnschedulableMicros;
    long soonestMicros = Math.max(nextMicros, nowMicros);
    long missed = Math.max(0, tooOldMicros - soonestMicros + INTERVAL_MICROS);
    return soonestMicros + missed / INTERVAL_MICROS * INTERVAL_MICROS;
  }
}
