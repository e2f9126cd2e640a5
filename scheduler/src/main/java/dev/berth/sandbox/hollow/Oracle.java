package dev.berth.sandbox.hollow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.KubeObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Says whether any node has more than it can hold, counted without a line of the scheduler's code.
 *
 * <p>Ended pods count for nothing, terminating ones count until they are gone, pods on nodes that
 * do not exist are nobody's. Threading: any thread.
 */
public final class Oracle {

  /**
   * What was found.
   *
   * <p>Threading: immutable.
   *
   * @param overCommits by node, then by resource
   * @param unreadable objects that could not be counted, each with the reason
   */
  public record Verdict(List<OverCommit> overCommits, List<String> unreadable) {
    public Verdict {
      overCommits = List.copyOf(overCommits);
      unreadable = List.copyOf(unreadable);
    }

    public boolean isSound() {
      return overCommits.isEmpty() && unreadable.isEmpty();
    }
  }

  private record Seat(String pod, Demand demand) {}

  private final Map<String, NodeFacts> nodes = new TreeMap<>();
  private final Map<String, List<Seat>> seats = new HashMap<>();
  private final List<String> unreadable = new ArrayList<>();
  private final List<OverCommit> found = new ArrayList<>();

  private Oracle() {}

  /** Judges a listing of all nodes and one of all pods. */
  public static Verdict judge(List<KubeObject> nodes, List<KubeObject> pods) {
    Oracle oracle = new Oracle();
    nodes.forEach(oracle::addNode);
    pods.forEach(oracle::addPod);
    oracle.nodes.values().forEach(oracle::judge);
    return new Verdict(oracle.found, oracle.unreadable);
  }

  /** What of a pod or node cannot be counted, with its path; null when all can. */
  public static @Nullable String unreadable(KubeObject object) {
    try {
      switch (object.kind().name()) {
        case "Node" -> NodeFacts.of(object.tree());
        case "Pod" -> Demand.ofPlaced(object.tree());
        default -> {}
      }
      return null;
    } catch (UnreadableObject e) {
      return e.getMessage();
    }
  }

  private void addNode(KubeObject node) {
    try {
      nodes.put(node.name(), NodeFacts.of(node.tree()));
    } catch (UnreadableObject e) {
      unreadable.add("node " + node.name() + ": " + e.getMessage());
    }
  }

  private void addPod(KubeObject pod) {
    String node = pod.field("spec.nodeName");
    if (node == null || !nodes.containsKey(node) || isEnded(pod)) {
      return;
    }
    try {
      ObjectNode tree = pod.tree();
      seats
          .computeIfAbsent(node, name -> new ArrayList<>())
          .add(new Seat(pod.key().toString(), Demand.ofPlaced(tree)));
    } catch (UnreadableObject e) {
      unreadable.add("pod " + pod.key() + ": " + e.getMessage());
    }
  }

  /** Whether the pod has given its place back. */
  static boolean isEnded(KubeObject pod) {
    String phase = pod.field("status.phase");
    return "Succeeded".equals(phase) || "Failed".equals(phase);
  }

  private void judge(NodeFacts node) {
    List<Seat> seated = seats.getOrDefault(node.name(), List.of());
    compare(node, "pods", BigDecimal.valueOf(seated.size()), seated);
    Map<String, BigDecimal> total = new TreeMap<>();
    seated.forEach(seat -> Demand.add(total, seat.demand().amounts()));
    total.forEach((resource, taken) -> compare(node, resource, taken, takersOf(resource, seated)));
    judgePorts(node, seated);
  }

  private void compare(NodeFacts node, String resource, BigDecimal taken, List<Seat> takers) {
    BigDecimal allocatable = node.allocatable(resource);
    if (taken.compareTo(allocatable) > 0 && taken.signum() > 0) {
      found.add(new OverCommit(node.name(), resource, taken, allocatable, names(takers)));
    }
  }

  private static List<Seat> takersOf(String resource, List<Seat> seated) {
    return seated.stream().filter(s -> s.demand().amounts().containsKey(resource)).toList();
  }

  /** Containers of one pod may name a port twice; two pods may not. */
  private void judgePorts(NodeFacts node, List<Seat> seated) {
    Map<HostPort, TreeSet<String>> holders = new LinkedHashMap<>();
    List<Seat> withPorts = seated.stream().filter(s -> !s.demand().ports().isEmpty()).toList();
    for (Seat seat : withPorts) {
      for (HostPort port : seat.demand().ports()) {
        withPorts.stream()
            .filter(other -> !other.pod().equals(seat.pod()))
            .filter(other -> other.demand().ports().stream().anyMatch(port::clashesWith))
            .forEach(
                other -> {
                  TreeSet<String> both = holders.computeIfAbsent(port, p -> new TreeSet<>());
                  both.add(seat.pod());
                  both.add(other.pod());
                });
      }
    }
    holders.entrySet().stream()
        .sorted(Comparator.comparing(e -> e.getKey().toString()))
        .forEach(
            e ->
                found.add(
                    new OverCommit(
                        node.name(),
                        "hostPort " + e.getKey(),
                        BigDecimal.valueOf(e.getValue().size()),
                        BigDecimal.ONE,
                        List.copyOf(e.getValue()))));
  }

  private static List<String> names(List<Seat> seats) {
    return seats.stream().map(Seat::pod).sorted().toList();
  }
}
