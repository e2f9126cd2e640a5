package dev.berth.model;

import dev.berth.FirstSeed;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The seed of a test with random input. */
record Seed(long value) {
  private static final String PROPERTY = "berth.test.seed";

  static Seed next() {
    return new Seed(FirstSeed.unlessReplayed(PROPERTY));
  }

  RandomGenerator generator() {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(value);
  }

  @Override
  public String toString() {
    return "replay with -D" + PROPERTY + "=" + value;
  }
}
