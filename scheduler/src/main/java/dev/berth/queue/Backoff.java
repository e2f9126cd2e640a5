package dev.berth.queue;

import java.util.concurrent.TimeUnit;

/**
 * The rule that says until when a failed pod backs off.
 *
 * <p>The wait is {@code initial * 2^(failures - 1)}, at most {@code max}. Its end is cut to the
 * whole second, so that the pods of one second compete by the order of the active queue, and a pod
 * backs off until that second is over: it waits for at least its time, and less than a second
 * longer.
 *
 * <p>Mirrors {@code getBackoffTime} and {@code isPodBackingoff} of {@code backoff_queue.go},
 * Kubernetes 1.36.3. Threading: immutable.
 */
record Backoff(long initialMicros, long maxMicros) {

  /** The width of the windows in which backoffs end. */
  static final long WINDOW_MICROS = TimeUnit.SECONDS.toMicros(1);

  /** The expiry of a pod that never failed, or when backoff is switched off: long ago. */
  static final long NONE = Long.MIN_VALUE;

  static Backoff of(QueueSettings settings) {
    return new Backoff(
        TimeUnit.MICROSECONDS.convert(settings.initialBackoff()),
        TimeUnit.MICROSECONDS.convert(settings.maxBackoff()));
  }

  /** When the backoff ends of a pod that failed for the n-th time at the given moment. */
  long expiryMicros(long failedAtMicros, int failures) {
    if (maxMicros == 0 || failures == 0) {
      return NONE;
    }
    return windowOf(failedAtMicros + waitMicros(failures));
  }

  private long waitMicros(int failures) {
    int doublings = failures - 1;
    boolean capped = doublings >= Long.SIZE - 1 || initialMicros > maxMicros >> doublings;
    return capped ? maxMicros : initialMicros << doublings;
  }

  static boolean isOver(long expiryMicros, long nowMicros) {
    return expiryMicros < windowOf(nowMicros);
  }

  /** The first moment at which {@link #isOver} is true. */
  static long overAtMicros(long expiryMicros) {
    return expiryMicros == NONE ? NONE : expiryMicros + WINDOW_MICROS;
  }

  private static long windowOf(long micros) {
    return micros - Math.floorMod(micros, WINDOW_MICROS);
  }
}
