package dev.berth.queue;

import dev.berth.framework.ClusterEvent;
import dev.berth.framework.EventRegistration;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a pod stands in the queue at one moment, for a person who asks why it waits.
 *
 * <p>Threading: immutable.
 *
 * @param pod the newest version
 * @param queuedAtMicros since when it waits, microseconds since the epoch
 * @param backoffOverMicros when its last backoff is or was over; {@link Long#MIN_VALUE} when it
 *     never had to back off
 * @param flushedAtMicros when it is tried again although nothing has helped; {@link Long#MAX_VALUE}
 *     for a pod that does not wait for help
 * @param gatedBy the plugin that keeps it out, or null
 * @param wakers whom a change must concern to get it out of the unschedulable pods; empty elsewhere
 */
public record QueueStanding(
    Place place,
    PodInfo pod,
    int attempts,
    long queuedAtMicros,
    long backoffOverMicros,
    long flushedAtMicros,
    @Nullable String gatedBy,
    List<Waker> wakers) {

  /** A plugin that waits for changes of these kinds; they may help, and its hint decides. */
  public record Waker(String plugin, List<String> events) {
    public Waker {
      events = List.copyOf(events);
    }
  }

  public QueueStanding {
    wakers = List.copyOf(wakers);
  }

  static QueueStanding of(QueuedPod pod, long flushedAtMicros) {
    boolean waits = pod.place() == Place.UNSCHEDULABLE;
    return new QueueStanding(
        pod.place(),
        pod.newest(),
        pod.attempts(),
        pod.queuedAtMicros(),
        Backoff.overAtMicros(pod.backoffUntilMicros()),
        waits && !pod.isGated() ? flushedAtMicros : Long.MAX_VALUE,
        pod.gatedBy(),
        waits ? wakers(pod) : List.of());
  }

  private static List<Waker> wakers(QueuedPod pod) {
    Rejector gate = pod.gate();
    List<Rejector> rejectors = new ArrayList<>();
    if (gate == null) {
      rejectors.addAll(pod.rejectors());
      rejectors.addAll(pod.pendingRejectors());
    } else {
      rejectors.add(gate);
    }
    return rejectors.stream().map(QueueStanding::waker).toList();
  }

  private static Waker waker(Rejector rejector) {
    List<String> events =
        rejector.registrations().stream()
            .map(EventRegistration::event)
            .map(ClusterEvent::label)
            .distinct()
            .toList();
    return new Waker(rejector.plugin(), events);
  }
}
