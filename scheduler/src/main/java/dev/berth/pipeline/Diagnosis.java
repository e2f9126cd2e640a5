package dev.berth.pipeline;

import dev.berth.framework.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why no node fits a pod: counts per status, the plugins to blame, and what PostFilter said.
 *
 * <p>Mirrors {@code framework.Diagnosis} and {@code FitError}, {@code
 * pkg/scheduler/framework/types.go}, Kubernetes 1.36.3. Threading: immutable.
 *
 * @param nodeCount all nodes of the view
 * @param rejectedBeforeFilter the status that rejected the pod before any node was looked at, or
 *     null
 * @param rejections how many nodes got which status; empty when {@code rejectedBeforeFilter} is set
 * @param unschedulablePlugins plugins whose events may help
 * @param pendingPlugins plugins that answered Pending: their events skip the backoff
 * @param postFilter what PostFilter added, "" for nothing
 * @param nomination null keeps the pod's nomination, "" clears it, a name sets it
 */
public record Diagnosis(
    int nodeCount,
    @Nullable Status rejectedBeforeFilter,
    Map<Status, Integer> rejections,
    Set<String> unschedulablePlugins,
    Set<String> pendingPlugins,
    String postFilter,
    @Nullable String nomination) {

  /** The whole text when the cluster has no node at all. */
  public static final String NO_NODES = "no nodes available to schedule pods";

  public Diagnosis {
    rejections = Map.copyOf(rejections);
    unschedulablePlugins = Set.copyOf(unschedulablePlugins);
    pendingPlugins = Set.copyOf(pendingPlugins);
  }

  static Diagnosis noNodes() {
    return new Diagnosis(0, null, Map.of(), Set.of(), Set.of(), "", "");
  }

  Diagnosis withPostFilter(String message, @Nullable String nominatedNode) {
    return new Diagnosis(
        nodeCount,
        rejectedBeforeFilter,
        rejections,
        unschedulablePlugins,
        pendingPlugins,
        message,
        nominatedNode);
  }

  /** The text of the pod's condition and event, byte for byte as kube-scheduler's. */
  public String message() {
    if (nodeCount == 0) {
      return NO_NODES;
    }
    return postFilter.isEmpty() ? head() : head() + " " + postFilter;
  }

  /** The text before PostFilter adds to it. */
  public String head() {
    String counts = rejectedBeforeFilter == null ? histogram() : rejectedBeforeFilter.message();
    String prefix = "0/" + nodeCount + " nodes are available:";
    return counts.isEmpty() ? prefix : prefix + " " + counts + ".";
  }

  /**
   * "count reason" for each reason, sorted as plain text; a node with two reasons counts in both.
   */
  private String histogram() {
    Map<String, Integer> nodesByReason = new HashMap<>();
    rejections.forEach(
        (status, nodes) ->
            status.reasons().forEach(reason -> nodesByReason.merge(reason, nodes, Integer::sum)));
    List<String> lines = new ArrayList<>();
    nodesByReason.forEach((reason, nodes) -> lines.add(nodes + " " + reason));
    Collections.sort(lines, UTF8_ORDER);
    return String.join(", ", lines);
  }

  /** Go sorts strings by bytes; UTF-16 order differs from that only beyond the basic plane. */
  private static final java.util.Comparator<String> UTF8_ORDER =
      (a, b) ->
          java.util.Arrays.compareUnsigned(
              a.getBytes(java.nio.charset.StandardCharsets.UTF_8),
              b.getBytes(java.nio.charset.StandardCharsets.UTF_8));
}
