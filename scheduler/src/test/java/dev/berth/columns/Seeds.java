package dev.berth.columns;

import dev.berth.FirstSeed;
import java.util.SplittableRandom;
import java.util.function.ObjLongConsumer;

/** Runs a random test several times; a failure names its seed, {@code -Dcolumns.seed=N} replays. */
final class Seeds {

  private static final int RUNS = 40;

  private Seeds() {}

  static void run(ObjLongConsumer<SplittableRandom> test) {
    Long replayed = Long.getLong("columns.seed");
    long first = replayed == null ? FirstSeed.get() : replayed;
    for (long seed = first; seed < first + (replayed == null ? RUNS : 1); seed++) {
      try {
        test.accept(new SplittableRandom(seed), seed);
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError("replay with -Dcolumns.seed=" + seed, failure);
      }
    }
  }
}
