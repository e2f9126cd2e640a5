package dev.berth.plugins.examples;

import dev.berth.config.Fields;
import dev.berth.framework.CycleState;
import dev.berth.framework.FilterPlugin;
import dev.berth.framework.PluginContext;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.random.RandomGenerator;

/**
 * Drops each node with a given probability, to see how the rest of a system takes it.
 *
 * <p>Args: {@code probability} of being dropped, 0 to 1, 0.5 when absent; {@code seed}, a whole
 * number; when absent, the scheduler's own generator is used.
 *
 * <p>Breaks the rule that an answer depends on the arguments only, so it must not be remembered. It
 * names no events: any change wakes the pods it rejected. Threading: scheduler thread only.
 */
public final class RandomFilter implements FilterPlugin {

  public static final String NAME = "RandomFilter";

  private static final Status DROPPED =
      Status.unschedulable("node(s) were dropped by chance").by(NAME);

  private final double probability;
  private final RandomGenerator random;

  public RandomFilter(double probability, RandomGenerator random) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "probability is " + probability + ". Maybe 0.5: it lies between 0 and 1.");
    }
    this.probability = probability;
    this.random = random;
  }

  static RandomFilter read(Fields args, PluginContext context) {
    return new RandomFilter(
        args.decimal("probability", 0.5, 0, 1), SeedArgs.generator(args, context));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
    return random.nextDouble() < probability ? DROPPED : Status.success();
  }
}
