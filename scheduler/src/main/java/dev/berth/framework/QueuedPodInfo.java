package dev.berth.framework;

import dev.berth.model.PodInfo;

/**
 * A waiting pod as the queue sees it: the pod and the history of its attempts.
 *
 * <p>Mirrors {@code framework.QueuedPodInfo}, Kubernetes 1.36.3. Threading: scheduler thread only.
 */
public interface QueuedPodInfo {
  PodInfo pod();

  /** When the pod was last added to the queue, microseconds since the epoch. */
  long queuedAtMicros();

  /** Scheduling attempts begun so far. */
  int attempts();
}
