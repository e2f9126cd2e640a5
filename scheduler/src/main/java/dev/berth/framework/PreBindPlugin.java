package dev.berth.framework;

import dev.berth.model.PodInfo;

/**
 * Work outside of the process that must be done before the pod is bound, such as binding its
 * volumes.
 *
 * <p>{@link #preBindPreFlight} runs on the scheduler thread before the pod is handed over: Skip
 * says that there is no work, and {@link #preBind} is not called. {@link #preBind} runs on the
 * pod's own virtual thread, may block, works on immutable values and writer ports only, and answers
 * Success or a failure that undoes the reservation.
 *
 * <p>Mirrors {@code PreBindPlugin}, Kubernetes 1.36.3.
 */
public interface PreBindPlugin extends Plugin {

  default Status preBindPreFlight(CycleState state, PodInfo pod, String nodeName) {
    return Status.success();
  }

  Status preBind(CycleState state, PodInfo pod, String nodeName) throws InterruptedException;
}
