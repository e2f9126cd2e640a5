package dev.berth.cycle;

import dev.berth.model.PodInfo;
import dev.berth.queue.QueuedPod;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * How one try to place one pod ended, binding included.
 *
 * <p>Threading: immutable.
 *
 * @param number of the attempt, counts from 1 for each pod
 * @param attemptMicros since the pod was taken from the queue for this attempt
 * @param waitMicros since the pod could be tried for the first time
 * @param afterFlush the attempt was made only because the pod had waited for so long
 * @param message why the pod is not scheduled, all of it; "" for one that is
 */
public record AttemptEnd(
    PodInfo pod,
    Outcome outcome,
    int number,
    long attemptMicros,
    long waitMicros,
    boolean afterFlush,
    String message) {

  /** What became of the pod. */
  public enum Outcome {
    SCHEDULED,
    UNSCHEDULABLE,
    ERROR
  }

  static AttemptEnd scheduled(QueuedPod queued, InstantSource clock) {
    return of(queued, Outcome.SCHEDULED, "", clock);
  }

  static AttemptEnd failed(QueuedPod queued, Outcome outcome, String message, InstantSource clock) {
    return of(queued, outcome, message, clock);
  }

  private static AttemptEnd of(
      QueuedPod queued, Outcome outcome, String message, InstantSource clock) {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    return new AttemptEnd(
        queued.newest(),
        outcome,
        queued.attempts(),
        now - queued.poppedAtMicros(),
        now - queued.firstActiveMicros(),
        queued.wasFlushed(),
        message);
  }
}
