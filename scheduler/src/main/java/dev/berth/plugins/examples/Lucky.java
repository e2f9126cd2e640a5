package dev.berth.plugins.examples;

import dev.berth.framework.CycleState;
import dev.berth.framework.ScorePlugin;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws a number from 0 to 10 for every node, as on the extender's scale, and tells it at level
 * debug.
 *
 * <p>One point counts ten times here, where scores go up to 100. Args: {@code seed}, a whole
 * number; when absent, the scheduler's own generator is used. Threading: scheduler thread only.
 */
public final class Lucky implements ScorePlugin {

  public static final String NAME = "Lucky";

  private static final int MAX_EXTENDER_POINTS = 10;
  private static final int POINTS_PER_EXTENDER_POINT = 10;

  private static final Logger LOG = LoggerFactory.getLogger(Lucky.class);

  private final RandomGenerator random;

  public Lucky(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public long score(CycleState state, PodInfo pod, NodeInfo node) {
    int points = random.nextInt(MAX_EXTENDER_POINTS + 1);
    LOG.debug("pod {} is lucky on node {}: {} points", pod.key(), node.name(), points);
    return (long) POINTS_PER_EXTENDER_POINT * points;
  }
}
