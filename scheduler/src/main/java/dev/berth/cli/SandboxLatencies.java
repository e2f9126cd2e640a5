package dev.berth.cli;

import java.util.Arrays;

/**
 * Durations, each of them kept, so that percentiles are exact: 8 bytes for one.
 *
 * <p>Threading: any thread; {@code this} guards the fields.
 */
final class SandboxLatencies {
  private static final int FIRST_ROOM = 256;

  private long[] nanos = new long[FIRST_ROOM];
  private int count;

  synchronized void add(long duration) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = duration;
  }

  synchronized int count() {
    return count;
  }

  /**
   * For each percentile the smallest duration that at least so many percent do not exceed; 0 when
   * there is none.
   */
  long[] percentiles(int... percents) {
    long[] sorted;
    synchronized (this) {
      sorted = Arrays.copyOf(nanos, count);
    }
    Arrays.sort(sorted);
    return Arrays.stream(percents)
        .mapToLong(percent -> sorted.length == 0 ? 0 : sorted[rank(percent, sorted.length)])
        .toArray();
  }

  private static int rank(int percent, int count) {
    int rank = (int) Math.ceilDiv((long) percent * count, 100L);
    return Math.clamp(rank, 1, count) - 1;
  }
}
