package dev.berth.cycle;

import dev.berth.framework.CycleState;
import dev.berth.framework.ProfilePlugins;
import dev.berth.model.PodInfo;
import dev.berth.queue.QueuedPod;

/**
 * A decision on its way to the API server: the pod as assumed on its node, and everything that
 * finishing or undoing it needs.
 *
 * <p>Threading: the parts that change belong to the scheduler thread; the binding thread reads
 * plugins, state, pod.
 */
record Placement(
    QueuedPod queued,
    PodInfo pod,
    CycleState state,
    ProfilePlugins plugins,
    Reservation reservation) {

  String uid() {
    return pod.uid();
  }

  String nodeName() {
    return pod.nodeName();
  }
}
