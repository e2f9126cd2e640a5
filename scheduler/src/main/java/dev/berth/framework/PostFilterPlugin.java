package dev.berth.framework;

import dev.berth.model.PodInfo;

/**
 * Tries to make room after no node passed, for instance by preemption.
 *
 * <p>Plugins run in order until one answers Success, UnschedulableAndUnresolvable or Error; the
 * texts of the others are added to the pod's message. The pod is not placed in this attempt,
 * whatever the answer.
 *
 * <p>Mirrors {@code PostFilterPlugin}, Kubernetes 1.36.3.
 */
public interface PostFilterPlugin extends Plugin {
  PostFilterResult postFilter(
      CycleState state, PodInfo pod, ClusterView view, NodeStatuses statuses);
}
