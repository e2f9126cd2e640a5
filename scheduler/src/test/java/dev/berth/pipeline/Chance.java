package dev.berth.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** What random objects are drawn with; all that are made of one random are of one sequence. */
record Chance(SplittableRandom random) {

  int below(int bound) {
    return random.nextInt(bound);
  }

  int between(int least, int bound) {
    return random.nextInt(least, bound);
  }

  boolean oneIn(int cases) {
    return below(cases) == 0;
  }

  <T> T pick(List<T> values) {
    return values.get(below(values.size()));
  }

  /** Up to {@code most} values, possibly none. */
  <T> List<T> some(int most, Supplier<T> value) {
    List<T> values = new ArrayList<>();
    for (int left = below(most + 1); left > 0; left--) {
      values.add(value.get());
    }
    return values;
  }

  /** Mostly the namespace of all. */
  String namespace() {
    return oneIn(6) ? "other" : "default";
  }
}
