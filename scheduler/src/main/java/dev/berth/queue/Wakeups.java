package dev.berth.queue;

import dev.berth.framework.ClusterEvent;
import dev.berth.model.PodInfo;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/*
 * Two quirks of kube-scheduler are not repeated: a plain update that wakes a pod does not drop a
 * nomination that is known in memory only; and gated pods that are older than maxUnschedulable do
 * not make the periodic flush wake pods in flight.
 */
/**
 * Who learns of a change: pods that wait, which it may wake, and pods in flight, for which it is
 * recorded until they come back.
 *
 * <p>Threading: scheduler thread only.
 */
final class Wakeups {
  private final Places places;
  private final QueueProfiles profiles;

  Wakeups(Places places, QueueProfiles profiles) {
    this.places = places;
    this.profiles = profiles;
  }

  /** As {@link SchedulingQueue#moveAll(ClusterEvent, Object, Object, Predicate)}. */
  void byChange(
      ClusterEvent event,
      @Nullable Object before,
      @Nullable Object after,
      Predicate<PodInfo> among) {
    for (QueuedPod pod : places.concernedBy(event)) {
      if (among.test(pod.pod())) {
        places.wake(pod, event, before, after);
      }
    }
    if (profiles.listenTo(event)) {
      places.inFlight().record(event, before, after);
    } else {
      places.inFlight().recordUnheard(event);
    }
  }

  /** The update of an unschedulable pod concerns that pod only. */
  void byOwnUpdate(QueuedPod pod, PodInfo before, PodInfo after) {
    for (ClusterEvent event : PodEvents.of(before, after)) {
      places.wake(pod, event, before, after);
    }
  }

  /** The update of a pod in flight is looked at when it comes back. */
  void byUpdateInFlight(PodInfo before, PodInfo after) {
    PodEvents.of(before, after).forEach(e -> places.inFlight().record(e, before, after));
  }

  /** For pods of its priority or less, a nominated pod was as good as placed. */
  void byLostNomination(PodInfo nominated) {
    if (!nominated.nominatedNodeName().isEmpty()) {
      byChange(
          PodEvents.ASSIGNED_POD_DELETE,
          nominated,
          null,
          pod -> pod.priority() <= nominated.priority());
    }
  }

  /** Pods that were unschedulable for too long are tried whatever has changed, or has not. */
  void byAge(FlushSchedule flush, long nowMicros) {
    boolean anyDue = false;
    for (QueuedPod pod : places.concernedBy(ClusterEvent.UNSCHEDULABLE_TIMEOUT)) {
      if (flush.isTooOld(pod, nowMicros)) {
        anyDue = true;
        pod.markFlushed();
        places.wake(pod, ClusterEvent.UNSCHEDULABLE_TIMEOUT, null, null);
      }
    }
    if (anyDue) {
      places.inFlight().record(ClusterEvent.UNSCHEDULABLE_TIMEOUT, null, null);
    }
  }
}
