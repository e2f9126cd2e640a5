package dev.berth.plugins.examples;

import dev.berth.config.UnknownArgs;
import dev.berth.framework.Plugin;
import dev.berth.framework.PluginContext;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * All example plugins by name, each with what makes it from its arguments. Threading: immutable.
 */
public final class Examples {

  private Examples() {}

  /**
   * In the order of names; what makes a plugin throws a ConfigException for arguments it cannot
   * use.
   */
  public static Map<String, BiFunction<PluginContext, UnknownArgs, Plugin>> all() {
    Map<String, BiFunction<PluginContext, UnknownArgs, Plugin>> all = new TreeMap<>();
    all.put(NodeLabelPresent.NAME, (context, args) -> args.read(NodeLabelPresent::read));
    all.put(NameDigitScore.NAME, (context, args) -> args.read(none -> new NameDigitScore()));
    all.put(
        RandomNode.NAME,
        (context, args) ->
            args.read(fields -> new RandomNode(SeedArgs.generator(fields, context))));
    all.put(
        RandomFilter.NAME,
        (context, args) -> args.read(fields -> RandomFilter.read(fields, context)));
    all.put(
        Lucky.NAME,
        (context, args) -> args.read(fields -> new Lucky(SeedArgs.generator(fields, context))));
    all.put(NodeOrder.NAME, (context, args) -> args.read(none -> new NodeOrder()));
    all.put(MostAvailableCPU.NAME, (context, args) -> args.read(none -> new MostAvailableCPU()));
    all.put(PassThrough.NAME, (context, args) -> args.read(none -> new PassThrough()));
    return all;
  }
}
