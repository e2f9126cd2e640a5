package dev.berth.kube.events;

import dev.berth.model.PodInfo;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Makes events: gives them their time and a name that no other has.
 *
 * <p>Names as of {@code GenerateEventName}, {@code client-go/tools/record/util}, Kubernetes 1.36.3.
 * Threading: any thread.
 */
final class EventSource {
  private static final int MAX_NAME_LENGTH = 253;

  private final InstantSource clock;
  private long lastNanos; // guarded by this

  EventSource(InstantSource clock) {
    this.clock = clock;
  }

  PodEvent of(EventKind kind, PodInfo pod, String note) {
    Instant now = clock.instant();
    long micros =
        TimeUnit.SECONDS.toMicros(now.getEpochSecond())
            + TimeUnit.NANOSECONDS.toMicros(now.getNano());
    return new PodEvent(
        kind,
        name(pod, TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano()),
        pod.key(),
        pod.uid(),
        pod.resourceVersion(),
        pod.schedulerName(),
        note,
        micros);
  }

  /** A clock may be coarse, or be set back; names are unique all the same. */
  private String name(PodInfo pod, long nanos) {
    String name = pod.key().name() + "." + Long.toHexString(after(nanos));
    return name.length() <= MAX_NAME_LENGTH ? name : UUID.randomUUID().toString();
  }

  private synchronized long after(long nanos) {
    lastNanos = Math.max(nanos, lastNanos + 1);
    return lastNanos;
  }
}
