package dev.berth.plugins.dynamicresources.allocation;

import java.util.Comparator;

/**
 * A pool of a driver; written {@code driver/pool}.
 *
 * <p>Threading: immutable.
 */
record PoolId(String driver, String pool) implements Comparable<PoolId> {
  private static final Comparator<PoolId> ORDER =
      Comparator.comparing(PoolId::driver).thenComparing(PoolId::pool);

  @Override
  public int compareTo(PoolId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return driver + "/" + pool;
  }
}
