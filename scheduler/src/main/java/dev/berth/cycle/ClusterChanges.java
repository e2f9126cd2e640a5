package dev.berth.cycle;

import dev.berth.cluster.ClusterMirror;
import dev.berth.cluster.NodeChange;
import dev.berth.cluster.ObjectChange;
import dev.berth.cluster.PodChange;
import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.EventResource;
import dev.berth.model.ClusterObject;
import dev.berth.model.Node;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.queue.NodeEvents;
import dev.berth.queue.ObjectEvents;
import dev.berth.queue.PodEvents;
import dev.berth.queue.QueuedPod;
import dev.berth.queue.SchedulingQueue;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings mirror and queue in step with what the watches show, and wakes the pods that it may help.
 *
 * <p>Pods of our profiles without a node are the queue's; every pod with a node counts in the
 * mirror, whoever placed it. Mirrors {@code pkg/scheduler/eventhandlers.go}, Kubernetes 1.36.3.
 * Threading: scheduler thread only.
 */
final class ClusterChanges {
  private static final ClusterEvent KIND_KNOWN =
      new ClusterEvent(EventResource.WILDCARD, EnumSet.allOf(ActionType.class), "MissingKindKnown");

  private final ClusterMirror mirror;
  private final SchedulingQueue queue;
  private final WaitingRoom waitingRoom;
  private final Set<String> profiles;
  private final CycleListener listener;

  ClusterChanges(
      ClusterMirror mirror,
      SchedulingQueue queue,
      WaitingRoom waitingRoom,
      Set<String> profiles,
      CycleListener listener) {
    this.mirror = mirror;
    this.queue = queue;
    this.waitingRoom = waitingRoom;
    this.profiles = profiles;
    this.listener = listener;
  }

  void nodeSeen(Node node) {
    long start = System.nanoTime();
    wakeFor(mirror.putNode(node), System.nanoTime() - start);
  }

  void nodeGone(String name) {
    long start = System.nanoTime();
    wakeFor(mirror.removeNode(name), System.nanoTime() - start);
  }

  private void wakeFor(NodeChange change, long takingInNanos) {
    switch (change) {
      case NodeChange.Nothing _ -> {}
      case NodeChange.Added(Node node) -> moveAll(NodeEvents.ADD, null, node, takingInNanos);
      case NodeChange.Removed(Node node) -> moveAll(NodeEvents.DELETE, node, null, takingInNanos);
      case NodeChange.Updated(Node before, Node after) -> {
        if (before.uid().equals(after.uid())) {
          for (ClusterEvent event : NodeEvents.of(before, after)) {
            moveAll(event, before, after, takingInNanos);
          }
        } else {
          moveAll(NodeEvents.DELETE, before, null, takingInNanos);
          moveAll(NodeEvents.ADD, null, after, takingInNanos);
        }
      }
    }
  }

  /** Moves pods, and tells what that took together with bringing the mirror in step. */
  private void moveAll(
      ClusterEvent event, @Nullable Object before, @Nullable Object after, long takingInNanos) {
    long start = System.nanoTime();
    queue.moveAll(event, before, after);
    handled(event, start - takingInNanos);
  }

  private void handled(ClusterEvent event, long startNanos) {
    listener.handled(event, System.nanoTime() - startNanos);
  }

  /** Pods that need this kind are rejected from now on, each when it is tried. */
  void kindMissing(ObjectKind kind, String why) {
    ClusterObject.Kind lookedUpAs = kind.lookedUpAs();
    if (lookedUpAs != null) {
      mirror.missing(lookedUpAs, why);
    }
  }

  /** The kind is known; every pod may have been rejected because it was not. */
  void kindKnown(ObjectKind kind) {
    ClusterObject.Kind lookedUpAs = kind.lookedUpAs();
    if (lookedUpAs != null && mirror.known(lookedUpAs)) {
      queue.moveAll(KIND_KNOWN, null, null);
    }
  }

  void objectSeen(ClusterObject object) {
    long start = System.nanoTime();
    wakeFor(mirror.put(object), System.nanoTime() - start);
  }

  void objectGone(ClusterObject.Kind kind, ObjectKey key) {
    long start = System.nanoTime();
    wakeFor(mirror.remove(kind, key), System.nanoTime() - start);
  }

  private void wakeFor(ObjectChange change, long takingInNanos) {
    switch (change) {
      case ObjectChange.Nothing() -> {}
      case ObjectChange.Added(ClusterObject object) ->
          wake(ObjectEvents.add(object.kind()), null, object, takingInNanos);
      case ObjectChange.Updated(ClusterObject before, ClusterObject after) ->
          wake(ObjectEvents.update(after.kind()), before, after, takingInNanos);
      case ObjectChange.Removed(ClusterObject object) ->
          wake(ObjectEvents.delete(object.kind()), object, null, takingInNanos);
    }
  }

  private void wake(
      @Nullable ClusterEvent event,
      @Nullable ClusterObject before,
      @Nullable ClusterObject after,
      long takingInNanos) {
    if (event != null) {
      moveAll(event, before, after, takingInNanos);
    }
  }

  void podSeen(PodInfo pod) {
    long start = System.nanoTime();
    wakeFor(mirror.putPod(pod), start);
    if (pod.phase().isTerminal()) {
      leave(pod.uid());
    } else if (pod.nodeName().isEmpty() && profiles.contains(pod.schedulerName())) {
      pendingSeen(pod);
    }
  }

  private void pendingSeen(PodInfo pod) {
    boolean assumed = mirror.isAssumed(pod.uid());
    if (!assumed && mirror.find(pod.uid()) != null) {
      return; // it is bound: an old version, seen late
    }
    addOrUpdate(pod);
    if (assumed && pod.terminating()) {
      giveUp(pod.uid());
    }
  }

  private void addOrUpdate(PodInfo pod) {
    long start = System.nanoTime();
    QueuedPod known = queue.find(pod.key());
    PodInfo newest = known == null ? null : known.newest();
    PodInfo before = newest != null && newest.uid().equals(pod.uid()) ? newest : null;
    queue.addOrUpdate(pod);
    if (before == null) {
      handled(PodEvents.UNSCHEDULABLE_POD_ADD, start);
    } else if (!before.resourceVersion().equals(pod.resourceVersion())) {
      handled(PodEvents.UNSCHEDULABLE_POD_UPDATE, start);
      for (ClusterEvent event : PodEvents.of(before, pod)) {
        if (!event.equals(PodEvents.UNSCHEDULABLE_POD_UPDATE)) {
          handled(event, start);
        }
      }
    }
  }

  /**
   * The API server binds no pod that is being deleted, so an assumed one stops counting at once.
   */
  private void giveUp(String uid) {
    boolean waited = waitingRoom.reject(uid, "", "the pod is being deleted");
    if (!waited && mirror.forget(uid) instanceof PodChange.Forgotten(PodInfo assumed)) {
      queue.moveAll(PodEvents.ASSIGNED_POD_DELETE, assumed, null);
    }
  }

  void podGone(String uid) {
    long start = System.nanoTime();
    wakeFor(mirror.removePod(uid), start);
    leave(uid);
  }

  private void wakeFor(PodChange change, long startNanos) {
    switch (change) {
      case PodChange.Nothing _, PodChange.Assumed _, PodChange.Forgotten _ -> {}
      case PodChange.Placed(PodInfo pod) -> arrived(pod, startNanos);
      case PodChange.Confirmed(PodInfo _, PodInfo bound) -> arrived(bound, startNanos);
      case PodChange.ConfirmedElsewhere(PodInfo assumed, PodInfo bound) -> {
        listener.placedElsewhere(bound, assumed.nodeName());
        arrived(bound, startNanos);
      }
      case PodChange.Updated(PodInfo before, PodInfo after) -> {
        long takingInNanos = System.nanoTime() - startNanos;
        for (ClusterEvent event : PodEvents.of(before, after)) {
          moveAll(event, before, after, takingInNanos);
        }
        handled(PodEvents.ASSIGNED_POD_UPDATE, startNanos); // also when it is the only event
      }
      case PodChange.Moved(PodInfo before, PodInfo after) -> {
        queue.moveAll(PodEvents.ASSIGNED_POD_DELETE, before, null);
        handled(PodEvents.ASSIGNED_POD_DELETE, startNanos);
        arrived(after, System.nanoTime());
      }
      case PodChange.Replaced(PodInfo before, PodInfo after, boolean wasAssumed) -> {
        left(before, wasAssumed, startNanos);
        arrived(after, System.nanoTime());
      }
      case PodChange.Gone(PodInfo before, boolean wasAssumed) ->
          left(before, wasAssumed, startNanos);
    }
  }

  private void arrived(PodInfo pod, long startNanos) {
    if (queue.bound(pod.uid())) {
      handled(PodEvents.UNSCHEDULABLE_POD_DELETE, startNanos);
    }
    waitingRoom.reject(pod.uid(), "", "the pod is on node " + pod.nodeName());
    queue.moveAll(PodEvents.ASSIGNED_POD_ADD, null, pod);
    handled(PodEvents.ASSIGNED_POD_ADD, startNanos);
  }

  private void left(PodInfo pod, boolean wasAssumed, long startNanos) {
    leave(pod.uid());
    queue.moveAll(PodEvents.ASSIGNED_POD_DELETE, pod, null);
    if (!wasAssumed) {
      handled(PodEvents.ASSIGNED_POD_DELETE, startNanos);
    }
  }

  /** Nobody waits for this pod any more, neither to be tried nor to be permitted. */
  private void leave(String uid) {
    long start = System.nanoTime();
    if (queue.delete(uid)) {
      handled(PodEvents.UNSCHEDULABLE_POD_DELETE, start);
    }
    waitingRoom.reject(uid, "", "the pod is gone");
  }
}
