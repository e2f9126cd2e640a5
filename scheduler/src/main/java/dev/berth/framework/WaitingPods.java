package dev.berth.framework;

import java.util.List;
import java.util.Set;

/**
 * The pods held in Permit.
 *
 * <p>A plugin may decide about a waiting pod at any time, also in the middle of another pod's
 * attempt. The pod stops waiting at once; it is bound, or its reservation undone, when that attempt
 * is over.
 *
 * <p>Mirrors {@code Handle.IterateOverWaitingPods} and {@code WaitingPod}, Kubernetes 1.36.3.
 * Threading: scheduler thread only.
 */
public interface WaitingPods {

  /** The uids of all waiting pods, in the order in which they began to wait. */
  List<String> uids();

  /** The plugins that still hold the pod; empty when it does not wait. */
  Set<String> waitingFor(String uid);

  /** {@code plugin} lets the pod go; when it was the last one, the pod is bound. */
  void allow(String uid, String plugin);

  /** Rejects the pod for {@code plugin}; its reservation is undone. False when it does not wait. */
  boolean reject(String uid, String plugin, String reason);
}
