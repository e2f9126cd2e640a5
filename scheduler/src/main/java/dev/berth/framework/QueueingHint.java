package dev.berth.framework;

import dev.berth.model.PodInfo;
import org.jspecify.annotations.Nullable;

/** Whether a change in the cluster is worth another attempt for a rejected pod. */
public enum QueueingHint {
  /** Try again: the change may have made the pod schedulable. */
  QUEUE,
  /** The change does not help this pod. */
  SKIP;

  /**
   * A plugin's judgement of one change for one pod that it rejected.
   *
   * <p>Exactly one of the objects is null for an add or a delete. An exception counts as {@link
   * #QUEUE}: a pod tried too often is a cost, a pod forgotten is a fault. Called on the scheduler
   * thread for each waiting pod that the plugin rejected, so O(pod).
   *
   * <p>Mirrors {@code QueueingHintFn}, Kubernetes 1.36.3.
   */
  @FunctionalInterface
  public interface Function {
    QueueingHint hint(PodInfo pod, @Nullable Object before, @Nullable Object after);
  }
}
