package dev.berth.framework;

import dev.berth.model.PodInfo;

/**
 * Told, on the scheduler thread, that the pod was bound.
 *
 * <p>Mirrors {@code PostBindPlugin}, Kubernetes 1.36.3.
 */
public interface PostBindPlugin extends Plugin {
  void postBind(CycleState state, PodInfo pod, String nodeName);
}
