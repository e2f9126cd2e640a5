package dev.berth.queue;

import dev.berth.framework.ClusterEvent;
import java.util.Collection;
import java.util.Comparator;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The places where pods are, and every move between them: each method takes a pod out of one place
 * and puts it into exactly one other, asking the gate where the drawing at {@link SchedulingQueue}
 * has one.
 *
 * <p>Threading: scheduler thread only.
 */
final class Places {
  private final Backoff backoff;
  private final LongSupplier nowMicros;
  private final PodHeap active;
  private final BackoffQueue backingOff;
  private final UnschedulablePods unschedulable = new UnschedulablePods();
  private final InFlightEvents inFlight = new InFlightEvents();

  Places(Comparator<? super QueuedPod> activeOrder, Backoff backoff, LongSupplier nowMicros) {
    this.backoff = backoff;
    this.nowMicros = nowMicros;
    this.active = new PodHeap(activeOrder);
    this.backingOff = new BackoffQueue(activeOrder);
  }

  QueueSizes sizes() {
    return new QueueSizes(
        active.size(),
        backingOff.size(),
        unschedulable.ungated(),
        unschedulable.gated(),
        inFlight.pods());
  }

  /** The record of changes that pods in flight have not seen. */
  InFlightEvents inFlight() {
    return inFlight;
  }

  /** The pods that wait for such a change; a copy. */
  Collection<QueuedPod> concernedBy(ClusterEvent event) {
    return unschedulable.concernedBy(event);
  }

  long nextBackoffOverMicros() {
    return backingOff.nextCompletionMicros();
  }

  /** True when the periodic flush may find a pod that waited too long. */
  boolean anyUnschedulable() {
    return unschedulable.ungated() > 0;
  }

  /** A new pod. */
  void enter(QueuedPod pod) {
    activateIfAdmitted(pod);
  }

  void endBackoffs() {
    long now = nowMicros.getAsLong();
    for (QueuedPod pod = backingOff.pollCompleted(now);
        pod != null;
        pod = backingOff.pollCompleted(now)) {
      activateNow(pod);
    }
  }

  @Nullable QueuedPod pop() {
    QueuedPod pod = active.poll();
    if (pod == null) {
      pod = backingOff.pollEarly();
    }
    if (pod != null) {
      pod.markPopped();
      pod.moveTo(Place.IN_FLIGHT);
      inFlight.begin(pod.uid());
    }
    return pod;
  }

  void handOver(QueuedPod pod) {
    if (pod.place() == Place.IN_FLIGHT) {
      inFlight.end(pod.uid());
      pod.moveTo(Place.HANDED_OVER);
    }
  }

  /** The attempt, or the binding after it, failed. */
  void comeBack(QueuedPod pod, Collection<String> rejecting, Collection<String> pending) {
    pod.markFailed(rejecting, pending, nowMicros.getAsLong(), backoff);
    Requeue decision =
        pod.place() == Place.IN_FLIGHT
            ? Requeue.decide(pod, inFlight.since(pod.uid()))
            : Requeue.AFTER_BACKOFF;
    inFlight.end(pod.uid());
    requeue(pod, decision);
  }

  /** A change may help this pod, if it is unschedulable. */
  void wake(QueuedPod pod, ClusterEvent event, @Nullable Object before, @Nullable Object after) {
    Requeue decision = Requeue.decide(pod, event, before, after);
    if (decision != Requeue.STAY && unschedulable.remove(pod)) {
      requeue(pod, decision);
    }
  }

  /** The pod is to be tried whatever the hints say. */
  void activate(QueuedPod pod) {
    if (unschedulable.remove(pod)) {
      activateIfAdmitted(pod);
    } else if (backingOff.remove(pod)) {
      activateNow(pod);
    } else if (pod.place() == Place.IN_FLIGHT) {
      inFlight.record(ClusterEvent.FORCE_ACTIVATE, null, pod.pod());
    }
  }

  /** The pod's version changed, and with it perhaps its place in the order. */
  void reorder(QueuedPod pod) {
    switch (pod.place()) {
      case ACTIVE -> active.reorder(pod);
      case BACKOFF -> backingOff.reorder(pod);
      case UNSCHEDULABLE, IN_FLIGHT, HANDED_OVER, GONE -> {}
    }
  }

  void leave(QueuedPod pod) {
    switch (pod.place()) {
      case ACTIVE -> active.remove(pod);
      case BACKOFF -> backingOff.remove(pod);
      case UNSCHEDULABLE -> unschedulable.remove(pod);
      case IN_FLIGHT -> inFlight.end(pod.uid());
      case HANDED_OVER, GONE -> {}
    }
    pod.moveTo(Place.GONE);
  }

  private void requeue(QueuedPod pod, Requeue decision) {
    switch (decision) {
      case STAY -> park(pod);
      case AFTER_BACKOFF -> {
        if (Backoff.isOver(pod.backoffUntilMicros(), nowMicros.getAsLong())) {
          activateIfAdmitted(pod);
        } else {
          backOffIfAdmitted(pod);
        }
      }
      case NOW -> activateIfAdmitted(pod);
    }
  }

  private void activateIfAdmitted(QueuedPod pod) {
    if (pod.profile().admits(pod)) {
      activateNow(pod);
    } else {
      park(pod);
    }
  }

  /** The gate is asked here, because a pod can be popped from backoff at any time. */
  private void backOffIfAdmitted(QueuedPod pod) {
    if (pod.profile().admits(pod)) {
      pod.moveTo(Place.BACKOFF);
      backingOff.add(pod);
    } else {
      park(pod);
    }
  }

  private void activateNow(QueuedPod pod) {
    pod.moveTo(Place.ACTIVE);
    active.add(pod);
  }

  private void park(QueuedPod pod) {
    pod.moveTo(Place.UNSCHEDULABLE);
    unschedulable.add(pod);
  }
}
