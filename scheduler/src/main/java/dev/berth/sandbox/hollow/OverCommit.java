package dev.berth.sandbox.hollow;

import java.math.BigDecimal;
import java.util.List;

/**
 * A node that has been given more of a resource than it has.
 *
 * <p>Threading: immutable.
 *
 * @param resource {@code cpu} (in thousandths), {@code memory}, {@code pods}, {@code hostPort
 *     0.0.0.0:80/TCP}
 * @param pods who takes of it, as namespace/name, in this order
 */
public record OverCommit(
    String node, String resource, BigDecimal taken, BigDecimal allocatable, List<String> pods) {
  private static final int SHOWN_PODS = 5;

  public OverCommit {
    pods = List.copyOf(pods);
  }

  public BigDecimal excess() {
    return taken.subtract(allocatable);
  }

  /** {@code node n1: 4500m cpu taken of 4000m, 500m too much, by 9 pods: a/b, ...}. */
  @Override
  public String toString() {
    String unit = resource.equals("cpu") ? "m" : "";
    String more = pods.size() > SHOWN_PODS ? ", ..." : "";
    return "node %s: %s%s %s taken of %s%s, %s%s too much, by %d pods: %s%s"
        .formatted(
            node,
            taken.toPlainString(),
            unit,
            resource,
            allocatable.toPlainString(),
            unit,
            excess().toPlainString(),
            unit,
            pods.size(),
            String.join(", ", pods.subList(0, Math.min(SHOWN_PODS, pods.size()))),
            more);
  }
}
