package dev.berth.queue;

import dev.berth.framework.ClusterEvent;
import dev.berth.framework.PointTimes;
import dev.berth.framework.Status;
import dev.berth.framework.TimedPoint;
import dev.berth.model.PodInfo;
import java.util.Collection;
import java.util.Comparator;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The places where pods are, and every move between them: each method takes a pod out of one place
 * and puts it into exactly one other, asking the gate where the drawing at {@link Place} has one.
 *
 * <p>Threading: scheduler thread only.
 */
final class Places {
  // Why a pod moves when no change of the cluster moves it, as kube-scheduler's metrics say it.
  private static final String ATTEMPT_FAILURE = "ScheduleAttemptFailure";
  private static final String BACKOFF_COMPLETE = "BackoffComplete";
  private static final String POP_FROM_BACKOFF = "PopFromBackoffQ";

  private final Backoff backoff;
  private final LongSupplier nowMicros;
  private final PodHeap active;
  private final BackoffQueue backingOff;
  private final UnschedulablePods unschedulable = new UnschedulablePods();
  private final InFlightEvents inFlight = new InFlightEvents();
  private final QueueListener listener;
  private final PointTimes times;

  Places(
      Comparator<? super QueuedPod> activeOrder,
      Backoff backoff,
      LongSupplier nowMicros,
      QueueListener listener,
      PointTimes times) {
    this.backoff = backoff;
    this.nowMicros = nowMicros;
    this.listener = listener;
    this.times = times;
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
    activateIfAdmitted(pod, PodEvents.UNSCHEDULABLE_POD_ADD.label());
  }

  void endBackoffs() {
    long now = nowMicros.getAsLong();
    for (QueuedPod pod = backingOff.pollCompleted(now);
        pod != null;
        pod = backingOff.pollCompleted(now)) {
      activateNow(pod, BACKOFF_COMPLETE);
    }
  }

  /** The pod whose turn it is, if it may be tried. */
  @Nullable QueuedPod pop(Predicate<PodInfo> allowed) {
    QueuedPod first = active.peek();
    QueuedPod next = first == null ? backingOff.peekEarly() : first;
    if (next == null || !allowed.test(next.pod())) {
      return null;
    }
    QueuedPod pod = active.poll();
    if (pod == null) {
      pod = backingOff.pollEarly();
      if (pod != null) {
        listener.entered(Place.ACTIVE, POP_FROM_BACKOFF);
      }
    }
    if (pod != null) {
      long now = nowMicros.getAsLong();
      pod.markActive(now);
      pod.markPopped(now);
      pod.clearBlame(listener);
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
    requeue(pod, decision, ATTEMPT_FAILURE);
  }

  /** A change may help this pod, if it is unschedulable. */
  void wake(QueuedPod pod, ClusterEvent event, @Nullable Object before, @Nullable Object after) {
    Requeue decision = Requeue.decide(pod, event, before, after);
    if (decision != Requeue.STAY && unschedulable.remove(pod)) {
      requeue(pod, decision, event.label());
    }
  }

  /** The pod is to be tried whatever the hints say. */
  void activate(QueuedPod pod) {
    if (unschedulable.remove(pod)) {
      activateIfAdmitted(pod, ClusterEvent.FORCE_ACTIVATE.label());
    } else if (backingOff.remove(pod)) {
      activateNow(pod, ClusterEvent.FORCE_ACTIVATE.label());
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
    pod.clearBlame(listener);
    pod.moveTo(Place.GONE);
  }

  private void requeue(QueuedPod pod, Requeue decision, String event) {
    switch (decision) {
      case STAY -> park(pod, event);
      case AFTER_BACKOFF -> {
        if (Backoff.isOver(pod.backoffUntilMicros(), nowMicros.getAsLong())) {
          activateIfAdmitted(pod, event);
        } else {
          backOffIfAdmitted(pod, event);
        }
      }
      case NOW -> activateIfAdmitted(pod, event);
    }
  }

  private void activateIfAdmitted(QueuedPod pod, String event) {
    if (admits(pod)) {
      activateNow(pod, event);
    } else {
      park(pod, event);
    }
  }

  /** The gate is asked here, because a pod can be popped from backoff at any time. */
  private void backOffIfAdmitted(QueuedPod pod, String event) {
    if (admits(pod)) {
      comeTo(Place.BACKOFF, pod, event);
      backingOff.add(pod);
    } else {
      park(pod, event);
    }
  }

  /** The time is told as a success always, as kube-scheduler 1.36.3 does. */
  private boolean admits(QueuedPod pod) {
    long start = System.nanoTime();
    boolean admitted = pod.profile().admits(pod, times.wantsPlugins() ? times : null);
    long nanos = System.nanoTime() - start;
    times.took(pod.pod().schedulerName(), TimedPoint.PRE_ENQUEUE, Status.success(), nanos);
    return admitted;
  }

  private void activateNow(QueuedPod pod, String event) {
    pod.markActive(nowMicros.getAsLong());
    comeTo(Place.ACTIVE, pod, event);
    active.add(pod);
  }

  private void park(QueuedPod pod, String event) {
    comeTo(Place.UNSCHEDULABLE, pod, event);
    unschedulable.add(pod);
  }

  /** A pod that a gate keeps where it was has not come anywhere. */
  private void comeTo(Place place, QueuedPod pod, String event) {
    if (pod.place() != place) {
      pod.moveTo(place);
      listener.entered(place, event);
    }
    pod.reportBlame(listener);
  }
}
