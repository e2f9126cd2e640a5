package dev.berth.plugins.podtopologyspread;

import dev.berth.model.LabelSelector;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.model.SpreadConstraint;
import java.util.HashMap;
import java.util.Map;

/**
 * The domains of one required constraint, and how many pods that it counts are in each.
 *
 * <p>Threading: one per attempt or dry run.
 */
final class Domains {
  private final SpreadConstraint constraint;
  private final Map<String, Integer> pods;
  private final CriticalPaths critical;

  private Domains(SpreadConstraint constraint, Map<String, Integer> pods, CriticalPaths critical) {
    this.constraint = constraint;
    this.pods = pods;
    this.critical = critical;
  }

  static Domains none(SpreadConstraint constraint) {
    return new Domains(constraint, new HashMap<>(), new CriticalPaths());
  }

  Domains copy() {
    return new Domains(constraint, new HashMap<>(pods), critical.copy());
  }

  /** Adds what is on a node that has the label, if the node counts for this pod. */
  void add(PodInfo incoming, NodeInfo node) {
    if (constraint.includes(incoming, node.node())) {
      String domain = domainOf(node.node());
      int count = MatchingPods.count(node, constraint.selector(), incoming.key().namespace());
      pods.merge(domain, count, Integer::sum);
    }
  }

  /** All nodes have been added. */
  void complete() {
    pods.forEach(critical::update);
  }

  /** A pod comes to the node, or with -1 leaves it; the node has the label. */
  void update(PodInfo incoming, PodInfo changed, Node node, int delta) {
    LabelSelector selector = constraint.selector();
    if (selector.matches(changed.labels()) && constraint.includes(incoming, node)) {
      String domain = domainOf(node);
      critical.update(domain, pods.merge(domain, delta, Integer::sum));
    }
  }

  private String domainOf(Node node) {
    String value = node.labels().get(constraint.topologyKey());
    return value == null ? "" : value;
  }

  /**
   * Whether the domain would have too many pods with this one; the emptiest one sets the measure.
   */
  boolean isTooFull(PodInfo incoming, String domain) {
    int self = constraint.selector().matches(incoming.labels()) ? 1 : 0;
    int fewest = pods.size() < constraint.minDomains() ? 0 : critical.fewest();
    long skew = (long) pods.getOrDefault(domain, 0) + self - fewest;
    return skew > constraint.maxSkew();
  }

  SpreadConstraint constraint() {
    return constraint;
  }
}
