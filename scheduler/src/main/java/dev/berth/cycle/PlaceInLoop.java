package dev.berth.cycle;

import dev.berth.framework.Plugin;
import dev.berth.framework.ProfilePlugins;
import dev.berth.framework.Weighted;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a turn a stack of the scheduler thread is in: the innermost plugin and the method
 * of it that was called, else the innermost method of Berth.
 *
 * <p>Threading: immutable.
 */
final class PlaceInLoop {
  private static final String BERTH = "dev.berth.";

  private final Map<String, String> pluginByClass = new HashMap<>();

  PlaceInLoop(Collection<ProfilePlugins> profiles) {
    profiles.stream()
        .flatMap(PlaceInLoop::plugins)
        .forEach(plugin -> pluginByClass.put(plugin.getClass().getName(), plugin.name()));
  }

  private static Stream<Plugin> plugins(ProfilePlugins profile) {
    ProfilePlugins.Placement placement = profile.placement();
    ProfilePlugins.Commitment commitment = profile.commitment();
    return Stream.of(
            profile.preEnqueue(),
            List.of(profile.queueSort()),
            placement.preFilter(),
            placement.filter(),
            placement.postFilter(),
            placement.preScore(),
            placement.score().stream().map(Weighted::plugin).toList(),
            commitment.reserve(),
            commitment.permit(),
            commitment.preBind(),
            commitment.bind(),
            commitment.postBind())
        .flatMap(List::stream);
  }

  /**
   * A few words; empty when nothing of ours is on the stack.
   *
   * @param stack innermost frame first
   */
  String of(List<StackTraceElement> stack) {
    String innermost = null;
    String method = "";
    for (StackTraceElement frame : stack) {
      String plugin = pluginOf(frame.getClassName());
      if (plugin != null && (innermost == null || innermost.equals(plugin))) {
        innermost = plugin;
        method = frame.getMethodName();
      }
    }
    if (innermost != null) {
      return "plugin " + innermost + ", " + method;
    }
    for (StackTraceElement frame : stack) {
      if (frame.getClassName().startsWith(BERTH)) {
        return frame.getClassName().substring(BERTH.length()) + "." + frame.getMethodName();
      }
    }
    return "";
  }

  /** A plugin's own lambdas and inner classes are the plugin. */
  private @Nullable String pluginOf(String className) {
    String plugin = pluginByClass.get(className);
    int dollar = className.lastIndexOf('$');
    return plugin != null || dollar < 0 ? plugin : pluginOf(className.substring(0, dollar));
  }
}
