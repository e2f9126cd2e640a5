package dev.berth.kube.extend;

import dev.berth.framework.Status;
import dev.berth.model.PodInfo;

/** Finds out what became of a binding that somebody else was to make. Threading: any thread. */
@FunctionalInterface
public interface BindOutcome {

  /**
   * Reads the pod back.
   *
   * @param failure what went wrong
   * @return Success when the pod of this uid is on the node all the same; Error otherwise
   */
  Status of(PodInfo pod, String nodeName, String failure) throws InterruptedException;
}
