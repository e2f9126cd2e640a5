package dev.berth.cycle;

import dev.berth.framework.Status;
import dev.berth.framework.WaitingPods;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The pods held in Permit: who holds them, until when, and what happens when they may go.
 *
 * <p>Mirrors {@code waiting_pods_map.go}, {@code pkg/scheduler/framework/runtime}, Kubernetes
 * 1.36.3; the timers are deadlines that the loop looks at. Threading: scheduler thread only.
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
      waiting.outcome().allowed();
    }
  }

  @Override
  public boolean reject(String uid, String plugin, String reason) {
    Waiting waiting = pods.remove(uid);
    if (waiting == null) {
      return false;
    }
    waiting.outcome().rejected(Status.unschedulable(reason).by(plugin));
    return true;
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
    for (Map.Entry<String, Deadline> holder : waiting.holders().entrySet()) {
      if (holder.getValue().atMillis() <= now) {
        String plugin = holder.getKey();
        String waited = GoDuration.text(holder.getValue().length());
        reject(
            uid,
            plugin,
            "rejected due to timeout after waiting " + waited + " at plugin " + plugin);
        return;
      }
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
