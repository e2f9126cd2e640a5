package dev.berth.cycle;

import dev.berth.framework.CycleState;
import dev.berth.framework.ExternalExtender;
import dev.berth.framework.Plugin;
import dev.berth.framework.PointTimes;
import dev.berth.framework.ProfilePlugins;
import dev.berth.framework.Status;
import dev.berth.framework.TimedPoint;
import dev.berth.model.PodInfo;
import dev.berth.pipeline.PluginTimes;
import dev.berth.queue.QueuedPod;
import java.util.List;

/**
 * A decision on its way to the API server: the pod as assumed on its node, and everything that
 * finishing or undoing it needs.
 *
 * <p>Threading: the parts that change belong to the scheduler thread; the binding thread reads
 * plugins, binders, state, pod.
 *
 * @param binders extenders that are to bind the pod instead of plugins, the first of them that does
 */
record Placement(
    QueuedPod queued,
    PodInfo pod,
    CycleState state,
    ProfilePlugins plugins,
    List<ExternalExtender> binders,
    Reservation reservation,
    PointTimes times) {

  String uid() {
    return pod.uid();
  }

  String nodeName() {
    return pod.nodeName();
  }

  /**
   * A plugin is done with this pod.
   *
   * @param startNanos {@link PluginTimes#start} when it began
   */
  void took(TimedPoint point, Plugin plugin, Status status, long startNanos) {
    new PluginTimes(times).took(state, point, plugin, status, startNanos);
  }

  /**
   * The plugins of one point are done with this pod.
   *
   * @param startNanos {@link System#nanoTime} when they began
   */
  void took(TimedPoint point, Status status, long startNanos) {
    times.took(plugins.profile(), point, status, System.nanoTime() - startNanos);
  }
}
