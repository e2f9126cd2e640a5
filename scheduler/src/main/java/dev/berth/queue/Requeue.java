package dev.berth.queue;

import dev.berth.framework.ClusterEvent;
import dev.berth.model.PodInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a change means for a pod that was rejected.
 *
 * <p>Mirrors {@code isPodWorthRequeuing} and {@code determineSchedulingHintForInFlightPod} of
 * {@code scheduling_queue.go}, Kubernetes 1.36.3. Threading: immutable; deciding asks hints and is
 * for the scheduler thread only.
 */
enum Requeue {
  /** Nothing that this pod waits for. */
  STAY,
  /** Worth an attempt when its backoff is over. */
  AFTER_BACKOFF,
  /** Worth an attempt at once: the plugin it waits for says so. */
  NOW;

  static Requeue decide(
      QueuedPod pod, ClusterEvent event, @Nullable Object before, @Nullable Object after) {
    if (!pod.isRejected()) {
      return AFTER_BACKOFF;
    }
    if (event.isWildcard()) {
      return after == null || isPod(pod, after) ? AFTER_BACKOFF : STAY;
    }
    if (anyWakes(pod.pendingRejectors(), pod, event, before, after)) {
      return NOW;
    }
    return anyWakes(pod.rejectors(), pod, event, before, after) ? AFTER_BACKOFF : STAY;
  }

  /** The strongest of what happened while the pod was being tried. */
  static Requeue decide(QueuedPod pod, List<InFlightEvents.Happening> happenings) {
    if (!pod.isRejected()) {
      return AFTER_BACKOFF;
    }
    Requeue strongest = STAY;
    for (InFlightEvents.Happening h : happenings) {
      Requeue one = decide(pod, h.event(), h.before(), h.after());
      strongest = one.compareTo(strongest) > 0 ? one : strongest;
      if (strongest == NOW || (strongest == AFTER_BACKOFF && pod.pendingRejectors().isEmpty())) {
        break;
      }
    }
    return strongest;
  }

  /** A wildcard with an object is meant for that pod only. */
  private static boolean isPod(QueuedPod pod, Object target) {
    return target instanceof PodInfo other && other.uid().equals(pod.uid());
  }

  private static boolean anyWakes(
      List<Rejector> rejectors,
      QueuedPod pod,
      ClusterEvent event,
      @Nullable Object before,
      @Nullable Object after) {
    for (Rejector rejector : rejectors) {
      if (rejector.wakes(pod.pod(), event, before, after)) {
        return true;
      }
    }
    return false;
  }
}
