package dev.berth.sandbox.hollow;

import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How full the nodes are, kept up to date change by change, for somebody who looks often.
 *
 * <p>What a pod demands is read once, when it comes to its node; a resize is not followed, which
 * {@link Oracle} does. Objects that cannot be read count for nothing. Threading: one thread.
 */
public final class Occupancy {

  /**
   * One resource of one node.
   *
   * <p>Threading: immutable.
   */
  public record Share(String resource, BigDecimal taken, BigDecimal allocatable) {
    /** 1 for all of it, more when over-committed. */
    public double part() {
      if (taken.signum() == 0) {
        return 0;
      }
      return allocatable.signum() == 0
          ? Double.POSITIVE_INFINITY
          : taken.divide(allocatable, MathContext.DECIMAL32).doubleValue();
    }
  }

  private record Seat(String node, Demand demand) {}

  /** What is taken on a node that may not be known yet. */
  private static final class Floor {
    private @Nullable NodeFacts facts;
    private final Map<String, BigDecimal> taken = new HashMap<>();
    private int pods;

    private void add(Demand demand, int sign) {
      pods += sign;
      demand
          .amounts()
          .forEach(
              (name, amount) ->
                  taken.merge(name, sign > 0 ? amount : amount.negate(), BigDecimal::add));
    }
  }

  private final Map<String, Floor> floors = new HashMap<>();
  private final Map<ObjectKey, Seat> seats = new HashMap<>();

  /** A node is there, or has changed. */
  public void nodeIs(KubeObject node) {
    floor(node.name()).facts = read(node);
  }

  private static @Nullable NodeFacts read(KubeObject node) {
    try {
      return NodeFacts.of(node.tree());
    } catch (UnreadableObject e) {
      return null;
    }
  }

  public void nodeIsGone(String name) {
    floor(name).facts = null;
  }

  /** A pod is there, or has changed. */
  public void podIs(KubeObject pod) {
    String node = pod.field("spec.nodeName");
    if (node == null || node.isEmpty() || Oracle.isEnded(pod)) {
      podIsGone(pod.key());
      return;
    }
    Seat before = seats.get(pod.key());
    if (before != null && before.node().equals(node)) {
      return;
    }
    podIsGone(pod.key());
    try {
      Seat seat = new Seat(node, Demand.ofPlaced(pod.tree()));
      seats.put(pod.key(), seat);
      floor(node).add(seat.demand(), 1);
    } catch (UnreadableObject e) {
      // the oracle tells of it at the end
    }
  }

  public void podIsGone(ObjectKey pod) {
    Seat seat = seats.remove(pod);
    if (seat != null) {
      floor(seat.node()).add(seat.demand(), -1);
    }
  }

  private Floor floor(String node) {
    return floors.computeIfAbsent(node, name -> new Floor());
  }

  /** How many pods are on the node. */
  public int pods(String node) {
    return floor(node).pods;
  }

  /** One resource of a node; of an unknown one there is none. */
  public Share share(String node, String resource) {
    Floor floor = floor(node);
    BigDecimal allocatable =
        floor.facts == null ? BigDecimal.ZERO : floor.facts.allocatable(resource);
    return new Share(resource, floor.taken.getOrDefault(resource, BigDecimal.ZERO), allocatable);
  }

  /** The resources of a node that are peculiar to some, such as devices, by name. */
  public List<Share> extended(String node) {
    NodeFacts facts = floor(node).facts;
    return facts == null
        ? List.of()
        : new TreeMap<>(facts.allocatable())
            .keySet().stream()
                .filter(resource -> resource.contains("/"))
                .map(resource -> share(node, resource))
                .toList();
  }
}
