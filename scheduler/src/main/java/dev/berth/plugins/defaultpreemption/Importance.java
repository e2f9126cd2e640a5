package dev.berth.plugins.defaultpreemption;

import dev.berth.model.PodInfo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/**
 * The order in which pods deserve to stay: higher priority first, then who has run for longer.
 *
 * <p>Mirrors {@code MoreImportantPod} and {@code GetPodStartTime}, pkg/scheduler/util/utils.go,
 * Kubernetes 1.36.3. Threading: immutable.
 */
final class Importance implements Comparator<PodInfo> {
  private final long nowMicros;

  Importance(Instant now) {
    this.nowMicros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
  }

  /** The more important pod comes first. */
  @Override
  public int compare(PodInfo a, PodInfo b) {
    return a.priority() == b.priority()
        ? Long.compare(startMicros(a), startMicros(b))
        : Integer.compare(b.priority(), a.priority());
  }

  /** A pod that has not started yet starts now. */
  long startMicros(PodInfo pod) {
    return pod.startTimeMicros() == Long.MAX_VALUE ? nowMicros : pod.startTimeMicros();
  }
}
