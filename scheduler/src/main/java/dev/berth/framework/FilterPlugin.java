package dev.berth.framework;

import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.List;

/**
 * Decides whether one node can take the pod.
 *
 * <p>Success passes; a rejection ends the work on this node (the first plugin that rejects
 * decides); Error ends the attempt. No side effects outside the cycle state; the answer must depend
 * on its arguments only. Called at most once per node and attempt, again for nodes with nominated
 * pods. Cost: O(1) per node is what to aim for.
 *
 * <p>This scalar form is the reference and always enough. A plugin whose answers repeat may add
 * {@link MemoizedFilter}.
 *
 * <p>Mirrors {@code FilterPlugin}, Kubernetes 1.36.3.
 */
public interface FilterPlugin extends Plugin {
  Status filter(CycleState state, PodInfo pod, NodeInfo node);

  /**
   * What a rejected node lacks, in numbers, for the few nodes that a person is shown; empty when it
   * is no question of amounts. Called only after {@link #filter} rejected this node.
   */
  default List<Shortfall> shortfalls(CycleState state, PodInfo pod, NodeInfo node) {
    return List.of();
  }
}
