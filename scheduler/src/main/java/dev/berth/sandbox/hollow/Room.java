package dev.berth.sandbox.hollow;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The places on one node: who holds what, and whether one more fits.
 *
 * <p>Threading: the thread of the kubelets only.
 */
final class Room {
  private static final List<String> FIRST = List.of("cpu", "memory", "ephemeral-storage");
  private static final Comparator<String> ORDER =
      Comparator.comparingInt((String name) -> FIRST.contains(name) ? FIRST.indexOf(name) : 3)
          .thenComparing(Comparator.naturalOrder());

  private final Map<String, Demand> seats = new HashMap<>();
  private final Map<String, BigDecimal> used = new HashMap<>();

  /** Takes a place, whether there is one or not. */
  void take(String podUid, Demand demand) {
    leave(podUid);
    seats.put(podUid, demand);
    Demand.add(used, demand.amounts());
  }

  void leave(String podUid) {
    Demand left = seats.remove(podUid);
    if (left != null) {
      left.amounts().forEach((name, amount) -> used.merge(name, amount.negate(), BigDecimal::add));
    }
  }

  /** The first thing that keeps the pod out, in the order in which a kubelet asks; or null. */
  @Nullable Refusal refuses(JsonNode pod, Demand demand, NodeFacts node) {
    JsonNode spec = pod.path("spec");
    Refusal system = refusesSystem(pod, node);
    if (system != null) {
      return system;
    }
    Refusal resources = refusesResources(demand, node);
    if (resources != null) {
      return resources;
    }
    if (!Constraints.selects(spec, node)) {
      return Refusal.predicate("NodeAffinity", "node(s) didn't match Pod's node affinity/selector");
    }
    if (clashes(demand)) {
      return Refusal.predicate(
          "NodePorts", "node(s) didn't have free ports for the requested pod ports");
    }
    if (!Constraints.tolerates(spec, node)) {
      return Refusal.predicate(
          "TaintToleration", "node(s) had taints that the pod didn't tolerate");
    }
    return null;
  }

  private static @Nullable Refusal refusesSystem(JsonNode pod, NodeFacts node) {
    String system = node.labels().getOrDefault("kubernetes.io/os", "linux");
    JsonNode label = pod.path("metadata").path("labels").path("kubernetes.io/os");
    if (label.isTextual() && !label.asText().equals(system)) {
      return new Refusal(
          "PodOSSelectorNodeLabelDoesNotMatch",
          "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label");
    }
    JsonNode wanted = pod.path("spec").path("os").path("name");
    if (wanted.isTextual() && !wanted.asText().equals(system)) {
      return new Refusal(
          "PodOSNotSupported", "Failed to admit pod as the OS field doesn't match node OS");
    }
    return null;
  }

  private @Nullable Refusal refusesResources(Demand demand, NodeFacts node) {
    BigDecimal places = node.allocatable("pods");
    if (places.compareTo(BigDecimal.valueOf(seats.size() + 1L)) < 0) {
      return Refusal.outOf("pods", 1, seats.size(), places.toPlainString());
    }
    TreeSet<String> names = new TreeSet<>(ORDER);
    names.addAll(demand.amounts().keySet());
    for (String name : names) {
      BigDecimal wanted = demand.amounts().getOrDefault(name, BigDecimal.ZERO);
      BigDecimal taken = used.getOrDefault(name, BigDecimal.ZERO);
      BigDecimal capacity = node.allocatable(name);
      if (wanted.signum() > 0
          && !isUnknownHere(name, node)
          && wanted.compareTo(capacity.subtract(taken)) > 0) {
        return Refusal.outOf(
            name, wanted.toPlainString(), taken.toPlainString(), capacity.toPlainString());
      }
    }
    return null;
  }

  /** A kubelet lets an extended resource pass that its machine does not have at all. */
  private static boolean isUnknownHere(String resource, NodeFacts node) {
    return resource.contains("/")
        && !resource.contains("kubernetes.io/")
        && !node.allocatable().containsKey(resource);
  }

  private boolean clashes(Demand demand) {
    return demand.ports().stream()
        .anyMatch(
            wanted ->
                seats.values().stream()
                    .flatMap(seat -> seat.ports().stream())
                    .anyMatch(wanted::clashesWith));
  }
}
