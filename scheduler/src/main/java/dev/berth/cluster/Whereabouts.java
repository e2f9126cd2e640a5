package dev.berth.cluster;

import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where pods count: on the nodes of the view, or on ghost nodes, names that pods have but the watch
 * has not shown, or shows no more.
 *
 * <p>The only one that changes which pods and nodes the view has. Invariants, checked under assert
 * by those who place pods:
 *
 * <ul>
 *   <li>ONE_PLACE: a placed pod counts on the node, or ghost node, that it names, and on no other.
 *   <li>GHOST_OR_NODE: no name is both; a ghost node has at least one pod.
 * </ul>
 *
 * <p>Threading: the thread that owns the mirror.
 */
final class Whereabouts {

  private final LiveView view;
  private final Map<String, Map<String, PodInfo>> ghosts = new HashMap<>();

  Whereabouts(LiveView view) {
    this.view = view;
  }

  void put(PodInfo pod) {
    int ordinal = view.ordinal(pod.nodeName());
    if (ordinal < 0) {
      haunt(pod);
    } else {
      view.replacePods(ordinal, view.node(ordinal).withPod(pod));
    }
  }

  void take(PodInfo pod) {
    int ordinal = view.ordinal(pod.nodeName());
    if (ordinal < 0) {
      exorcise(pod);
    } else {
      view.replacePods(ordinal, view.node(ordinal).withoutPod(pod.uid()));
    }
  }

  /** Another version of the pod, which may name another node. */
  void replace(PodInfo before, PodInfo after) {
    int ordinal = view.ordinal(after.nodeName());
    if (ordinal < 0 || !before.nodeName().equals(after.nodeName())) {
      take(before);
      put(after);
    } else {
      view.replacePods(ordinal, view.node(ordinal).withoutPod(after.uid()).withPod(after));
    }
  }

  /** A node comes, and with it the pods that have waited for it. */
  void add(Node node) {
    view.add(withGhosts(node));
    ghosts.remove(node.name());
  }

  /** The node goes; its pods stay under its name. */
  NodeInfo remove(int ordinal) {
    NodeInfo removed = view.remove(ordinal);
    removed.pods().forEach(this::haunt);
    return removed;
  }

  /** What the node would be if it came now. */
  NodeInfo withGhosts(Node node) {
    NodeInfo info = NodeInfo.of(node);
    for (PodInfo pod : ghosts.getOrDefault(node.name(), Map.of()).values()) {
      info = info.withPod(pod);
    }
    return info;
  }

  int ghostNodes() {
    return ghosts.size();
  }

  /** All pods on ghost nodes, as they are now. */
  List<PodInfo> podsElsewhere() {
    List<PodInfo> pods = new ArrayList<>();
    ghosts.values().forEach(ofNode -> pods.addAll(ofNode.values()));
    return pods;
  }

  /** Whether the invariants hold for a placed pod. */
  boolean holdsFor(PodInfo pod) {
    NodeInfo node = view.find(pod.nodeName());
    Map<String, PodInfo> ghost = ghosts.get(pod.nodeName());
    return node == null
        ? ghost != null && ghost.get(pod.uid()) == pod
        : ghost == null && node.pods().contains(pod);
  }

  private void haunt(PodInfo pod) {
    ghosts.computeIfAbsent(pod.nodeName(), name -> new LinkedHashMap<>()).put(pod.uid(), pod);
  }

  private void exorcise(PodInfo pod) {
    ghosts.computeIfPresent(
        pod.nodeName(),
        (name, pods) -> {
          pods.remove(pod.uid());
          return pods.isEmpty() ? null : pods;
        });
  }
}
