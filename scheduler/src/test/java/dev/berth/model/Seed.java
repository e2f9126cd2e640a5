package dev.berth.model;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The seed of a test with random input: another one in each run, replayed with a property. */
record Seed(long value) {
  private static final String PROPERTY = "berth.test.seed";

  static Seed next() {
    return new Seed(Long.getLong(PROPERTY, System.nanoTime()));
  }

  RandomGenerator generator() {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(value);
  }

  @Override
  public String toString() {
    return "replay with -D" + PROPERTY + "=" + value;
  }
}
