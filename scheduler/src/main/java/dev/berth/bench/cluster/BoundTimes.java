package dev.berth.bench.cluster;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When each pod of a run was first seen on a node, by the pod's number.
 *
 * <p>Threading: any thread; its own monitor guards it.
 */
final class BoundTimes {
  private static final long NEVER = Long.MIN_VALUE;

  private final long[] nanos;
  private int bound;
  private @Nullable Runnable atFirst;

  BoundTimes(int pods) {
    nanos = new long[pods];
    Arrays.fill(nanos, NEVER);
  }

  /** Runs this on the watcher's thread as soon as the first pod is bound. */
  synchronized void atFirst(Runnable action) {
    atFirst = action;
  }

  synchronized void bound(int pod, long atNanos) {
    if (pod < 0 || pod >= nanos.length || nanos[pod] != NEVER) {
      return;
    }
    nanos[pod] = atNanos;
    bound++;
    if (atFirst != null) {
      atFirst.run();
      atFirst = null;
    }
    notifyAll();
  }

  synchronized int count() {
    return bound;
  }

  /** Waits until so many are bound, and not longer than this. */
  synchronized boolean await(int pods, long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (bound < pods) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** The time of the first of the pods with these numbers; 0 when none is bound. */
  synchronized long first(int from, int to) {
    return Arrays.stream(nanos, from, to).filter(t -> t != NEVER).min().orElse(0);
  }

  /** The time of the last of the pods with these numbers; 0 when none is bound. */
  synchronized long last(int from, int to) {
    return Arrays.stream(nanos, from, to).filter(t -> t != NEVER).max().orElse(0);
  }

  /** How long each of the pods waited since it was due, in their order; without those unbound. */
  synchronized long[] waits(int from, long[] dueNanos) {
    long[] waits = new long[dueNanos.length];
    int count = 0;
    for (int i = 0; i < dueNanos.length; i++) {
      if (nanos[from + i] != NEVER) {
        waits[count++] = nanos[from + i] - dueNanos[i];
      }
    }
    return Arrays.copyOf(waits, count);
  }
}
