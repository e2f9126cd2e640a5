package dev.berth.framework;

import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;

/**
 * Looks at the pod and the cluster once per attempt, before any node is filtered.
 *
 * <p>Plain Unschedulable lets the remaining PreFilter plugins run and the last such status stand;
 * UnschedulableAndUnresolvable and Error end the attempt at once. Node names of several plugins are
 * intersected.
 *
 * <p>{@link #addPod} and {@link #removePod} keep the plugin's own cycle state right while a dry run
 * adds or removes a pod (nominated pods, preemption); they are not called for a plugin that
 * skipped. A plugin without such state keeps the defaults. Both answer Success or Error; {@code
 * node} already has, or no longer has, the pod.
 *
 * <p>Mirrors {@code PreFilterPlugin} and {@code PreFilterExtensions}, Kubernetes 1.36.3. Cost: up
 * to O(nodes).
 */
public interface PreFilterPlugin extends Plugin {

  PreFilterResult preFilter(CycleState state, PodInfo pod, ClusterView view);

  default Status addPod(CycleState state, PodInfo pod, PodInfo added, NodeInfo node) {
    return Status.success();
  }

  default Status removePod(CycleState state, PodInfo pod, PodInfo removed, NodeInfo node) {
    return Status.success();
  }
}
