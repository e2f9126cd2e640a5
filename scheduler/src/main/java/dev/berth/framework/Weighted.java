package dev.berth.framework;

/**
 * A score plugin and the factor, at least 1, that its normalised scores are multiplied by.
 *
 * <p>Threading: immutable.
 */
public record Weighted(ScorePlugin plugin, long weight) {
  public Weighted {
    if (weight < 1) {
      throw new IllegalArgumentException(
          "weight of " + plugin.name() + " is " + weight + ". Maybe 1: weights are at least 1.");
    }
  }
}
