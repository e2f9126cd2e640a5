package dev.berth;

/**
 * Where tests with random input begin to count their seeds: the same in every build, so that what a
 * build says does not depend on chance. {@code -Dberth.first.seed=N} begins elsewhere, in all of
 * them.
 */
public final class FirstSeed {
  private static final String PROPERTY = "berth.first.seed";

  private FirstSeed() {}

  /** The first seed. */
  public static long get() {
    return Long.getLong(PROPERTY, 1);
  }

  /** The first seed, unless that property says which one to replay. */
  public static long unlessReplayed(String property) {
    return Long.getLong(property, get());
  }
}
