package dev.berth.plugins.examples;

import dev.berth.config.Fields;
import dev.berth.framework.PluginContext;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The argument {@code seed} of the plugins that play with chance. */
final class SeedArgs {

  private SeedArgs() {}

  /** A generator of the plugin's own when there is a seed, else the scheduler's. */
  static RandomGenerator generator(Fields args, PluginContext context) {
    Long seed = args.wholeNumber("seed");
    return seed == null ? context.random() : new SplittableRandom(seed);
  }
}
