package dev.berth.framework;

import dev.berth.model.PodInfo;
import org.jspecify.annotations.Nullable;

/**
 * Writes what became of a pod into its status. Threading: any thread; never blocks, the write
 * happens later.
 */
public interface StatusWriter {

  /** Why a pod is not scheduled, as the condition's reason. */
  enum Reason {
    /** No node fits. */
    UNSCHEDULABLE("Unschedulable"),
    /** The attempt failed. */
    SCHEDULER_ERROR("SchedulerError");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  /**
   * Sets the condition PodScheduled=False, when that changes anything.
   *
   * @param nominatedNode null leaves {@code status.nominatedNodeName} alone, "" clears it, a name
   *     sets it
   */
  void notScheduled(PodInfo pod, Reason reason, String message, @Nullable String nominatedNode);

  /** Tells others, for instance an autoscaler, where the pod is about to be bound. */
  void expectedNode(PodInfo pod, String nodeName);
}
