package dev.berth.cli;

import dev.berth.queue.QueueSizes;
import dev.berth.sandbox.census.Census;

/**
 * Notices that a sandbox has come to rest: nothing comes any more, every pod has a node whose
 * kubelet has answered, or was tried in vain after the last change, or is held back.
 *
 * <p>The scheduler's own numbers are believed only when the pods that it knows to wait are as many
 * as those of the API server, and only when two looks in a row see the same: a change is on its way
 * to the scheduler for some milliseconds. Threading: one thread.
 */
final class SandboxRest {
  private boolean quietBefore;

  /**
   * Whether it is at rest now.
   *
   * @param changed something has changed since the last look
   * @param allHere every pod of the workload was created
   */
  boolean isReached(Census census, boolean changed, boolean allHere, RunningScheduler scheduler) {
    boolean quiet = !changed && allHere && isQuiet(census, scheduler);
    boolean reached = quiet && quietBefore;
    quietBefore = quiet;
    return reached;
  }

  private static boolean isQuiet(Census census, RunningScheduler scheduler) {
    QueueSizes queue = scheduler.queue();
    return census.underWay() == 0
        && scheduler.isUpToDate()
        && queue.active() == 0
        && queue.backoff() == 0
        && queue.inFlight() == 0
        && queue.unschedulable() == census.unschedulable()
        && queue.gated() == census.gated();
  }
}
