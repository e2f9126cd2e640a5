package dev.berth.metrics;

/**
 * Upper bounds of histogram buckets.
 *
 * <p>Mirrors {@code ExponentialBuckets} of {@code github.com/prometheus/client_golang}: the same
 * multiplications in the same order, so that the bounds are the same numbers. Threading: immutable.
 */
final class Buckets {
  private Buckets() {}

  static double[] exponential(double first, double factor, int count) {
    double[] bounds = new double[count];
    double bound = first;
    for (int i = 0; i < count; i++) {
      bounds[i] = bound;
      bound *= factor;
    }
    return bounds;
  }
}
