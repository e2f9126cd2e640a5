package dev.berth.cycle;

import dev.berth.framework.Status;
import dev.berth.framework.WaitingPods;
import dev.berth.model.GoDuration;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * The pods held in Permit: who holds them, until when, and what happens when they may go.
 *
 * <p>Mirrors {@code waiting_pods_map.go}, {@code pkg/scheduler/framework/runtime}, Kubernetes
 * 1.36.3; the timers are deadlines that the loop looks at. Threading: scheduler thread only.
 *
 * <p>A plugin may allow or reject in the middle of another pod's attempt, or of an undo. What
 * follows from that changes mirror and queue, so it waits for {@link #settle}; the pod itself stops
 * waiting at once.
 */
final class WaitingRoom implements WaitingPods {

  /** Nobody waits longer than this. */
  static final Duration MAX_WAIT = Duration.ofMinutes(15);

  /** What a waiting pod turns into. */
  interface Outcome {
    void allowed();

    void rejected(Status status);
  }

  private record Deadline(Duration length, long atMillis) {}

  private record Waiting(Map<String, Deadline> holders, Outcome outcome) {}

  private final InstantSource clock;
  private final Map<String, Waiting> pods = new LinkedHashMap<>();
  private final Queue<Runnable> decided = new ArrayDeque<>();

  WaitingRoom(InstantSource clock) {
    this.clock = clock;
  }

  /** Holds a pod for the plugins named in {@code waits}. */
  void hold(String uid, Map<String, Duration> waits, Outcome outcome) {
    Map<String, Deadline> holders = new LinkedHashMap<>();
    waits.forEach(
        (plugin, asked) -> {
          Duration wait = asked.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : asked;
          holders.put(plugin, new Deadline(wait, clock.millis() + wait.toMillis()));
        });
    pods.put(uid, new Waiting(holders, outcome));
  }

  @Override
  public List<String> uids() {
    return List.copyOf(pods.keySet());
  }

  @Override
  public Set<String> waitingFor(String uid) {
    Waiting waiting = pods.get(uid);
    return waiting == null ? Set.of() : Set.copyOf(waiting.holders().keySet());
  }

  @Override
  public void allow(String uid, String plugin) {
    Waiting waiting = pods.get(uid);
    if (waiting != null
        && waiting.holders().remove(plugin) != null
        && waiting.holders().isEmpty()) {
      pods.remove(uid);
      decided.add(waiting.outcome()::allowed);
    }
  }

  @Override
  public boolean reject(String uid, String plugin, String reason) {
    Waiting waiting = pods.remove(uid);
    if (waiting == null) {
      return false;
    }
    Status status = Status.unschedulable(reason).by(plugin);
    decided.add(() -> waiting.outcome().rejected(status));
    return true;
  }

  /** Until when each plugin holds the pod, milliseconds since the epoch; empty when none does. */
  Map<String, Long> heldUntilMillis(String uid) {
    Waiting waiting = pods.get(uid);
    Map<String, Long> until = new LinkedHashMap<>();
    if (waiting != null) {
      waiting.holders().forEach((plugin, deadline) -> until.put(plugin, deadline.atMillis()));
    }
    return until;
  }

  /** Carries out what was decided since the last call, and what that decides in turn. */
  void settle() {
    for (Runnable next = decided.poll(); next != null; next = decided.poll()) {
      next.run();
    }
  }

  /** Rejects the pods whose time is over. */
  void expire() {
    long now = clock.millis();
    for (String uid : new ArrayList<>(pods.keySet())) {
      Waiting waiting = pods.get(uid);
      if (waiting != null) {
        rejectIfOver(uid, waiting, now);
      }
    }
  }

  private void rejectIfOver(String uid, Waiting waiting, long now) {
    Map.Entry<String, Deadline> first =
        Collections.min(
            waiting.holders().entrySet(),
            Comparator.comparingLong(holder -> holder.getValue().atMillis()));
    if (first.getValue().atMillis() <= now) {
      String plugin = first.getKey();
      String waited = GoDuration.format(first.getValue().length());
      reject(
          uid, plugin, "rejected due to timeout after waiting " + waited + " at plugin " + plugin);
    }
  }

  /** When {@link #expire} has work next, milliseconds since the epoch; Long.MAX_VALUE for never. */
  long nextDeadlineMillis() {
    long next = Long.MAX_VALUE;
    for (Waiting waiting : pods.values()) {
      for (Deadline deadline : waiting.holders().values()) {
        next = Math.min(next, deadline.atMillis());
      }
    }
    return next;
  }
}
