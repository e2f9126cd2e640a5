package dev.berth.framework;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many nodes were rejected for which reason, as kube-scheduler words it.
 *
 * <p>Mirrors {@code FitError.Error}, {@code pkg/scheduler/framework/types.go}, Kubernetes 1.36.3.
 * Threading: one per text.
 */
public final class NodeReasons {

  /** Go sorts strings by bytes; UTF-16 order differs from that only beyond the basic plane. */
  private static final Comparator<String> UTF8_ORDER =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private final Map<String, Integer> nodesByReason = new HashMap<>();

  /** So many nodes have this status; a node with two reasons counts in both. */
  public NodeReasons count(Status status, int nodes) {
    for (String reason : status.reasons()) {
      nodesByReason.merge(reason, nodes, Integer::sum);
    }
    return this;
  }

  /** "count reason" for each reason, sorted as plain text. */
  public String histogram() {
    List<String> lines = new ArrayList<>();
    nodesByReason.forEach((reason, nodes) -> lines.add(nodes + " " + reason));
    lines.sort(UTF8_ORDER);
    return String.join(", ", lines);
  }

  /** The sentence about a cluster of so many nodes, none of which is available. */
  public static String sentence(int nodeCount, String why) {
    String prefix = "0/" + nodeCount + " nodes are available:";
    return why.isEmpty() ? prefix : prefix + " " + why + ".";
  }
}
