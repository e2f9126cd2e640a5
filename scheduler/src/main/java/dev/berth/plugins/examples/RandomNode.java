package dev.berth.plugins.examples;

import dev.berth.framework.CycleState;
import dev.berth.framework.ScorePlugin;
import dev.berth.framework.Scores;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.random.RandomGenerator;

/**
 * Gives every node a random score from 0 to 100, all equally likely: alone in a profile, it places
 * pods at random.
 *
 * <p>Args: {@code seed}, a whole number; when absent, the scheduler's own generator is used. The
 * same seed and the same cluster give the same placements. Threading: scheduler thread only.
 */
public final class RandomNode implements ScorePlugin {

  public static final String NAME = "RandomNode";

  private final RandomGenerator random;

  public RandomNode(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public long score(CycleState state, PodInfo pod, NodeInfo node) {
    return random.nextLong(Scores.MIN_SCORE, Scores.MAX_SCORE + 1);
  }
}
