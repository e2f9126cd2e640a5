package dev.berth.plugins.podtopologyspread;

import dev.berth.model.LabelSelector;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.model.SpreadConstraint;
import java.util.List;

/**
 * What is counted where.
 *
 * <p>Mirrors plugins/podtopologyspread/common.go, Kubernetes 1.36.3. Threading: any thread.
 */
final class MatchingPods {
  private MatchingPods() {}

  /**
   * Pods of the namespace on the node that the selector matches and that are not being deleted.
   * With a selector that matches everything, none, as upstream.
   */
  static int count(NodeInfo node, LabelSelector selector, String namespace) {
    if (selector.isEverything()) {
      return 0;
    }
    int count = 0;
    List<PodInfo> pods = node.pods();
    for (int i = 0; i < pods.size(); i++) {
      PodInfo pod = pods.get(i);
      if (!pod.terminating()
          && pod.key().namespace().equals(namespace)
          && selector.matches(pod.labels())) {
        count++;
      }
    }
    return count;
  }

  /** Whether the node has the labels of all constraints, whatever their values. */
  static boolean hasAllLabels(Node node, List<SpreadConstraint> constraints) {
    for (int i = 0; i < constraints.size(); i++) {
      if (!node.labels().has(constraints.get(i).topologyKey())) {
        return false;
      }
    }
    return true;
  }

  /** Each label once, in order. */
  static List<String> topologyKeys(List<SpreadConstraint> constraints) {
    return constraints.stream().map(SpreadConstraint::topologyKey).distinct().sorted().toList();
  }

  /** Whether one of the constraints counts the pod. */
  static boolean countsAny(List<SpreadConstraint> constraints, PodInfo pod) {
    return constraints.stream().anyMatch(constraint -> constraint.selector().matches(pod.labels()));
  }
}
