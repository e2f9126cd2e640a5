package dev.berth.cycle;

import dev.berth.model.HostPort;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import dev.berth.model.Taint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the loop must know after what it was shown: a deliberately simple mirror and queue, with
 * arithmetic of its own. Everything is computed from nothing whenever it is asked for.
 */
final class ModelReference {

  /** What the pods of a history ask for; sizes of pods do not change. */
  record Shape(long milliCpu, long memoryBytes, int hostPort, boolean tolerates) {}

  /** Where a pending pod of ours is. */
  enum Place {
    /** In one of the queue's places, gated ones too. */
    QUEUE,
    /** Held in Permit. */
    WAITING,
    /** The binding thread has it. */
    HANDED_OVER,
    /** Bound as far as we know; the watch has not shown it. */
    BOUND
  }

  static final String TAINT = "k";

  final Map<String, Shape> shapes = new HashMap<>();
  final Map<String, Node> nodes = new TreeMap<>();
  final Map<String, PodInfo> placed = new TreeMap<>();
  final Map<String, PodInfo> pending = new TreeMap<>();
  final Map<String, Place> places = new HashMap<>();
  final Map<String, String> assumed = new TreeMap<>();

  void apply(Message message) {
    switch (message) {
      case Message.NodeSeen(Node node) -> nodes.put(node.name(), node);
      case Message.NodeGone(String name) -> nodes.remove(name);
      case Message.PodSeen(PodInfo pod) -> seen(pod);
      case Message.PodGone gone -> forget(gone.uid());
      case Message.ObjectSeen _,
          Message.ObjectGone _,
          Message.KindMissing _,
          Message.ListComplete _,
          Message.BindingFinished _,
          Message.ExtendersAnswered _,
          Message.Question _ ->
          throw new IllegalArgumentException("no news of a watch: " + message);
    }
  }

  private void seen(PodInfo pod) {
    if (!pod.nodeName().isEmpty()) {
      forget(pod.uid());
      placed.put(pod.uid(), pod);
    } else if (isOurs(pod) && !placed.containsKey(pod.uid())) {
      pending.put(pod.uid(), pod);
      places.putIfAbsent(pod.uid(), Place.QUEUE);
      if (pod.terminating()) {
        assumed.remove(pod.uid());
      }
    }
  }

  private void forget(String uid) {
    placed.remove(uid);
    pending.remove(uid);
    places.remove(uid);
    assumed.remove(uid);
  }

  static boolean isOurs(PodInfo pod) {
    return !pod.schedulerName().equals("other");
  }

  static boolean isGated(PodInfo pod) {
    return !pod.schedulingGates().isEmpty();
  }

  List<String> pendingAt(Place place) {
    return pending.keySet().stream().filter(uid -> places.get(uid) == place).toList();
  }

  /** The uids of the pods that count on the node. */
  List<String> on(String nodeName) {
    List<String> uids = new ArrayList<>();
    placed.forEach(
        (uid, pod) -> {
          if (pod.nodeName().equals(nodeName)) {
            uids.add(uid);
          }
        });
    assumed.forEach(
        (uid, node) -> {
          if (node.equals(nodeName)) {
            uids.add(uid);
          }
        });
    return uids;
  }

  private Shape shape(String uid) {
    Shape shape = shapes.get(uid);
    if (shape == null) {
      throw new IllegalStateException("no shape of " + uid);
    }
    return shape;
  }

  long milliCpuOn(String nodeName) {
    return on(nodeName).stream().mapToLong(uid -> shape(uid).milliCpu()).sum();
  }

  long memoryOn(String nodeName) {
    return on(nodeName).stream().mapToLong(uid -> shape(uid).memoryBytes()).sum();
  }

  boolean fitsSomewhere(String uid) {
    return nodes.values().stream().anyMatch(node -> obstacles(uid, node).isEmpty());
  }

  /** Why the pod does not fit the node, in the words of the first plugin that says no. */
  List<String> obstacles(String uid, Node node) {
    Shape shape = shape(uid);
    if (node.unschedulable()) {
      return List.of("node(s) were unschedulable");
    }
    for (Taint taint : node.taints()) {
      if (taint.effect().equals(Taint.NO_SCHEDULE) && !shape.tolerates()) {
        return List.of("node(s) had untolerated taint(s)");
      }
    }
    if (shape.hostPort() != 0
        && on(node.name()).stream().anyMatch(o -> shape(o).hostPort() == shape.hostPort())) {
      return List.of("node(s) didn't have free ports for the requested pod ports");
    }
    List<String> missing = new ArrayList<>();
    if (on(node.name()).size() + 1 > node.allocatable().pods()) {
      missing.add("Too many pods");
    }
    if (shape.milliCpu() > 0
        && milliCpuOn(node.name()) + shape.milliCpu() > node.allocatable().milliCpu()) {
      missing.add("Insufficient cpu");
    }
    if (shape.memoryBytes() > 0
        && memoryOn(node.name()) + shape.memoryBytes() > node.allocatable().memoryBytes()) {
      missing.add("Insufficient memory");
    }
    return missing;
  }

  /** The condition of a pod that fits nowhere. */
  String message(String uid) {
    if (nodes.isEmpty()) {
      return "no nodes available to schedule pods";
    }
    Map<String, Integer> counts = new TreeMap<>();
    for (Node node : nodes.values()) {
      obstacles(uid, node).forEach(reason -> counts.merge(reason, 1, Integer::sum));
    }
    List<String> lines = new ArrayList<>();
    counts.forEach((reason, count) -> lines.add(count + " " + reason));
    lines.sort(null);
    return "0/%d nodes are available: %s.".formatted(nodes.size(), String.join(", ", lines));
  }

  static List<HostPort> ports(Shape shape) {
    return shape.hostPort() == 0 ? List.of() : List.of(HostPort.of("", "TCP", shape.hostPort()));
  }
}
