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
    wakeFor(mirror.putNode(node));
  }

  void nodeGone(String name) {
    wakeFor(mirror.removeNode(name));
  }

  private void wakeFor(NodeChange change) {
    switch (change) {
      case NodeChange.Nothing _ -> {}
      case NodeChange.Added(Node node) -> queue.moveAll(NodeEvents.ADD, null, node);
      case NodeChange.Removed(Node node) -> queue.moveAll(NodeEvents.DELETE, node, null);
      case NodeChange.Updated(Node before, Node after) -> {
        if (before.uid().equals(after.uid())) {
          for (ClusterEvent event : NodeEvents.of(before, after)) {
            queue.moveAll(event, before, after);
          }
        } else {
          queue.moveAll(NodeEvents.DELETE, before, null);
          queue.moveAll(NodeEvents.ADD, null, after);
        }
      }
    }
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
    wakeFor(mirror.put(object));
  }

  void objectGone(ClusterObject.Kind kind, ObjectKey key) {
    wakeFor(mirror.remove(kind, key));
  }

  private void wakeFor(ObjectChange change) {
    switch (change) {
      case ObjectChange.Nothing() -> {}
      case ObjectChange.Added(ClusterObject object) ->
          wake(ObjectEvents.add(object.kind()), null, object);
      case ObjectChange.Updated(ClusterObject before, ClusterObject after) ->
          wake(ObjectEvents.update(after.kind()), before, after);
      case ObjectChange.Removed(ClusterObject object) ->
          wake(ObjectEvents.delete(object.kind()), object, null);
    }
  }

  private void wake(
      @Nullable ClusterEvent event, @Nullable ClusterObject before, @Nullable ClusterObject after) {
    if (event != null) {
      queue.moveAll(event, before, after);
    }
  }

  void podSeen(PodInfo pod) {
    wakeFor(mirror.putPod(pod));
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
    queue.addOrUpdate(pod);
    if (assumed && pod.terminating()) {
      giveUp(pod.uid());
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
    wakeFor(mirror.removePod(uid));
    leave(uid);
  }

  private void wakeFor(PodChange change) {
    switch (change) {
      case PodChange.Nothing _, PodChange.Assumed _, PodChange.Forgotten _ -> {}
      case PodChange.Placed(PodInfo pod) -> arrived(pod);
      case PodChange.Confirmed(PodInfo _, PodInfo bound) -> arrived(bound);
      case PodChange.ConfirmedElsewhere(PodInfo assumed, PodInfo bound) -> {
        listener.placedElsewhere(bound, assumed.nodeName());
        arrived(bound);
      }
      case PodChange.Updated(PodInfo before, PodInfo after) -> {
        for (ClusterEvent event : PodEvents.of(before, after)) {
          queue.moveAll(event, before, after);
        }
      }
      case PodChange.Moved(PodInfo before, PodInfo after) -> {
        queue.moveAll(PodEvents.ASSIGNED_POD_DELETE, before, null);
        arrived(after);
      }
      case PodChange.Replaced(PodInfo before, PodInfo after, boolean _) -> {
        left(before);
        arrived(after);
      }
      case PodChange.Gone(PodInfo before, boolean _) -> left(before);
    }
  }

  private void arrived(PodInfo pod) {
    queue.bound(pod.uid());
    waitingRoom.reject(pod.uid(), "", "the pod is on node " + pod.nodeName());
    queue.moveAll(PodEvents.ASSIGNED_POD_ADD, null, pod);
  }

  private void left(PodInfo pod) {
    leave(pod.uid());
    queue.moveAll(PodEvents.ASSIGNED_POD_DELETE, pod, null);
  }

  /** Nobody waits for this pod any more, neither to be tried nor to be permitted. */
  private void leave(String uid) {
    queue.delete(uid);
    waitingRoom.reject(uid, "", "the pod is gone");
  }
}
