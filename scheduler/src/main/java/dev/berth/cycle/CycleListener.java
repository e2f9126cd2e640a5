package dev.berth.cycle;

import dev.berth.framework.ClusterEvent;
import dev.berth.framework.Status;
import dev.berth.model.PodInfo;

/**
 * Told what the loop does: the log, the store of records, metrics, events. Called on the scheduler
 * thread, must be quick.
 */
public interface CycleListener {

  /** An attempt has ended with a decision; a chosen node is not bound yet. */
  default void decided(Attempt attempt) {}

  /** The API server has the binding. */
  default void bound(PodInfo pod, String nodeName) {}

  /** A placement was taken back after the decision: by Reserve, Permit, PreBind or Bind. */
  default void undone(PodInfo pod, String nodeName, Status status) {}

  /** An attempt is over: the pod is bound, or it goes back to the queue. */
  default void ended(AttemptEnd end) {}

  /** A pod whose turn came is not tried, because it is being deleted. */
  default void skipped(PodInfo pod) {}

  /** A pod that Permit plugins held waits no longer. */
  default void permitWaited(Status outcome, long nanos) {}

  /**
   * A change of the cluster was taken in and the pods that it may help were moved.
   *
   * @param event one of those that the change is
   */
  default void handled(ClusterEvent event, long nanos) {}

  /** A watch event has placed an assumed pod on another node than ours. */
  default void placedElsewhere(PodInfo pod, String assumedNode) {}
}
