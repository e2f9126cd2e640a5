package dev.berth.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One scheduler name and how its pods are scheduled.
 *
 * <p>Threading: immutable.
 *
 * @param path where the profile stands in its file, as in {@code profiles[0]}, for errors
 * @param percentageOfNodesToScore how many of the nodes have to be feasible before no more are
 *     looked at, 1 to 100; 100 when nothing is configured
 * @param argsByPlugin the arguments of every built-in plugin that takes any, and of other plugins
 *     where given
 */
public record Profile(
    String path,
    String schedulerName,
    int percentageOfNodesToScore,
    PluginSets plugins,
    Map<String, PluginArgs> argsByPlugin) {
  public Profile {
    argsByPlugin = Map.copyOf(argsByPlugin);
  }

  /**
   * This one with extended resources that NodeResourcesFit does not look at, because extenders do,
   * instead of those in its arguments; all as it is when there are none.
   */
  Profile ignoring(List<String> resources) {
    if (resources.isEmpty()) {
      return this;
    }
    Map<String, PluginArgs> args = new HashMap<>(argsByPlugin);
    args.replaceAll(
        (_, own) -> own instanceof NodeResourcesFitArgs fit ? fit.ignoring(resources) : own);
    return new Profile(path, schedulerName, percentageOfNodesToScore, plugins, args);
  }

  /** The arguments of the built-in plugin that takes arguments of this type. */
  public <T extends PluginArgs> T args(Class<T> type) {
    for (PluginArgs args : argsByPlugin.values()) {
      if (type.isInstance(args) && !(args instanceof UnknownArgs)) {
        return type.cast(args);
      }
    }
    throw new IllegalArgumentException("no plugin has one " + type.getSimpleName());
  }

  /** The arguments of a plugin that is not kube-scheduler's own, empty ones when not given. */
  public UnknownArgs unknownArgs(String plugin) {
    return argsByPlugin.get(plugin) instanceof UnknownArgs args ? args : UnknownArgs.NONE;
  }

  /**
   * Where the profile enables a plugin, as in {@code profiles[0].plugins.score.enabled}; null when
   * it does not.
   */
  public @Nullable String whereEnabled(String plugin) {
    String field = plugins.fieldThatEnables(plugin);
    return field == null ? null : path + ".plugins." + field + ".enabled";
  }
}
