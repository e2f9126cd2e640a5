package dev.berth.bench;

/**
 * Median, 99th percentile and largest of some samples, in their unit.
 *
 * <p>Threading: immutable.
 *
 * @param count how many samples there are; with 0 the others are 0
 */
public record Percentiles(int count, long p50, long p99, long max) {
  static final Percentiles NONE = new Percentiles(0, 0, 0, 0);
}
