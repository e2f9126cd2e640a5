package dev.berth.framework;

import dev.berth.model.PodInfo;

/**
 * Writes the placement to the API server.
 *
 * <p>Plugins run in order until one does not answer Skip; all of them skipping is an error. Runs on
 * the pod's own virtual thread after every PreBind, may block. Success means that the pod of this
 * uid is on that node now.
 *
 * <p>Mirrors {@code BindPlugin}, Kubernetes 1.36.3.
 */
public interface BindPlugin extends Plugin {
  Status bind(CycleState state, PodInfo pod, String nodeName) throws InterruptedException;
}
