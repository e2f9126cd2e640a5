package dev.berth.cycle;

import dev.berth.cluster.ClusterMirror;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.queue.QueueStanding;
import dev.berth.queue.SchedulingQueue;
import java.util.Map;

/**
 * Where the loop has a pod at one moment.
 *
 * <p>Threading: immutable.
 */
public sealed interface Whereabouts {

  /** In the queue: to be tried, backing off, unschedulable or gated. */
  record Queued(QueueStanding standing) implements Whereabouts {}

  /**
   * A node is chosen and counted, and plugins hold the pod in Permit.
   *
   * @param untilMillis by plugin, milliseconds since the epoch
   */
  record HeldInPermit(QueueStanding standing, String node, Map<String, Long> untilMillis)
      implements Whereabouts {
    public HeldInPermit {
      untilMillis = Map.copyOf(untilMillis);
    }
  }

  /** A node is chosen and counted, and a thread writes the binding. */
  record Binding(QueueStanding standing, String node) implements Whereabouts {}

  /** On a node, whoever has bound it; {@code confirmed} when the watch has shown it there. */
  record Placed(PodInfo pod, boolean confirmed) implements Whereabouts {}

  /** Neither placed nor in our queue: no such pod, one that has ended, or somebody else's. */
  record Unknown() implements Whereabouts {}

  static Whereabouts of(
      PodKey key, ClusterMirror mirror, SchedulingQueue queue, WaitingRoom waitingRoom) {
    QueueStanding standing = queue.standing(key);
    PodInfo placed = mirror.find(key);
    if (standing == null) {
      return placed == null ? new Unknown() : new Placed(placed, !mirror.isAssumed(placed.uid()));
    }
    if (placed == null) {
      return new Queued(standing);
    }
    Map<String, Long> held = waitingRoom.heldUntilMillis(standing.pod().uid());
    return held.isEmpty()
        ? new Binding(standing, placed.nodeName())
        : new HeldInPermit(standing, placed.nodeName(), held);
  }
}
