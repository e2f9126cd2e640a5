package dev.berth.framework;

import dev.berth.model.PodInfo;

/** Posts Binding objects. Threading: any thread; may block. */
public interface Binder {

  /**
   * Binds the pod of this uid to the node.
   *
   * @return Success when the pod of this uid is on the node, also when the API server said so only
   *     on reading back; Error with the server's reason otherwise
   */
  Status bind(PodInfo pod, String nodeName) throws InterruptedException;
}
