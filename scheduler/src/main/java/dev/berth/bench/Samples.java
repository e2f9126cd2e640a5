package dev.berth.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One measured amount per decision, in the order of the decisions.
 *
 * <p>Threading: one per run.
 */
public final class Samples {

  private long[] values;
  private int count;

  public Samples(int expected) {
    values = new long[Math.max(1, expected)];
  }

  public void add(long value) {
    if (count == values.length) {
      values = Arrays.copyOf(values, count * 2);
    }
    values[count++] = value;
  }

  void addAll(Samples others) {
    for (int i = 0; i < others.count; i++) {
      add(others.values[i]);
    }
  }

  int count() {
    return count;
  }

  /** The value of the first decision, 0 when there is none. */
  long first() {
    return count == 0 ? 0 : values[0];
  }

  /** The mean, cut off; 0 when there is none. */
  long mean() {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += values[i];
    }
    return count == 0 ? 0 : sum / count;
  }

  public Percentiles percentiles() {
    return percentiles(0, count);
  }

  /** Of the first so many decisions, or all when there are fewer. */
  Percentiles percentilesOfFirst(int decisions) {
    return percentiles(0, Math.min(decisions, count));
  }

  /** The median of each tenth of the decisions, in their order; fewer when there are fewer. */
  List<Long> medianByTenth() {
    int parts = Math.min(10, count);
    return IntStream.range(0, parts)
        .mapToObj(
            i ->
                percentiles(
                        (int) ((long) count * i / parts), (int) ((long) count * (i + 1) / parts))
                    .p50())
        .toList();
  }

  private Percentiles percentiles(int from, int to) {
    if (from == to) {
      return Percentiles.NONE;
    }
    long[] sorted = Arrays.copyOfRange(values, from, to);
    Arrays.sort(sorted);
    return new Percentiles(
        sorted.length, rank(sorted, 50), rank(sorted, 99), sorted[sorted.length - 1]);
  }

  /** Nearest rank: the smallest value that at least so many percent do not exceed. */
  private static long rank(long[] sorted, int percent) {
    int rank = (int) Math.ceil(sorted.length * (percent / 100.0));
    return sorted[Math.max(0, rank - 1)];
  }
}
