package dev.berth.pipeline;

import dev.berth.framework.CycleState;
import dev.berth.framework.Plugin;
import dev.berth.framework.PointTimes;
import dev.berth.framework.Status;
import dev.berth.framework.TimedPoint;

/**
 * The stopwatch of plugins in the attempts that are a sample; in others it is not touched.
 *
 * <pre>
 *   long start = PluginTimes.start(state);
 *   Status status = plugin.preScore(...);
 *   times.took(state, TimedPoint.PRE_SCORE, plugin, status, start);
 * </pre>
 *
 * <p>Mirrors what {@code framework/runtime/framework.go}, Kubernetes 1.36.3, does around each call
 * of a plugin. Threading: immutable.
 */
public record PluginTimes(PointTimes listener) {
  private static final long NOT_TAKEN = 0;

  /** When what follows begins; means nothing when the attempt is no sample. */
  public static long start(CycleState state) {
    return state.timesPlugins() ? System.nanoTime() : NOT_TAKEN;
  }

  /** A plugin that began then is done. */
  public void took(
      CycleState state, TimedPoint point, Plugin plugin, Status status, long startNanos) {
    if (state.timesPlugins()) {
      listener.pluginTook(point, plugin.name(), status, System.nanoTime() - startNanos);
    }
  }
}
