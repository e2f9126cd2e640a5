package dev.berth.pipeline;

import dev.berth.framework.NodeReasons;
import dev.berth.framework.PostFilterResult;
import dev.berth.framework.Preemption;
import dev.berth.framework.Status;
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
 * @param preemption what came of looking for victims
 */
public record Diagnosis(
    int nodeCount,
    @Nullable Status rejectedBeforeFilter,
    Map<Status, Integer> rejections,
    Set<String> unschedulablePlugins,
    Set<String> pendingPlugins,
    String postFilter,
    @Nullable String nomination,
    Preemption preemption) {

  /** The whole text when the cluster has no node at all. */
  public static final String NO_NODES = "no nodes available to schedule pods";

  public Diagnosis {
    rejections = Map.copyOf(rejections);
    unschedulablePlugins = Set.copyOf(unschedulablePlugins);
    pendingPlugins = Set.copyOf(pendingPlugins);
  }

  static Diagnosis noNodes() {
    return new Diagnosis(0, null, Map.of(), Set.of(), Set.of(), "", "", Preemption.notTried());
  }

  /** Of nodes that were looked at, or were not, before PostFilter adds to it. */
  static Diagnosis beforePostFilter(
      int nodeCount,
      @Nullable Status rejectedBeforeFilter,
      Map<Status, Integer> rejections,
      Set<String> unschedulablePlugins,
      Set<String> pendingPlugins) {
    return new Diagnosis(
        nodeCount,
        rejectedBeforeFilter,
        rejections,
        unschedulablePlugins,
        pendingPlugins,
        "",
        null,
        Preemption.notTried());
  }

  /** The one node that was chosen was rejected after the decision. */
  public static Diagnosis ofChosenNode(
      Status rejection, Set<String> unschedulablePlugins, Set<String> pendingPlugins) {
    return new Diagnosis(
        1,
        null,
        Map.of(rejection, 1),
        unschedulablePlugins,
        pendingPlugins,
        "",
        "",
        Preemption.notTried());
  }

  Diagnosis with(PostFilterResult result) {
    return new Diagnosis(
        nodeCount,
        rejectedBeforeFilter,
        rejections,
        unschedulablePlugins,
        pendingPlugins,
        result.status().message(),
        result.nominatedNode(),
        result.preemption());
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
    if (rejectedBeforeFilter != null) {
      return NodeReasons.sentence(nodeCount, rejectedBeforeFilter.message());
    }
    NodeReasons reasons = new NodeReasons();
    rejections.forEach(reasons::count);
    return NodeReasons.sentence(nodeCount, reasons.histogram());
  }
}
