package dev.berth.plugins.podtopologyspread;

import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.model.SpreadConstraint;
import java.util.HashMap;
import java.util.Map;

/**
 * What one preferred constraint says against a node: the pods that it counts in the node's domain,
 * times a weight that grows with the number of domains, so that few large domains do not drown many
 * small ones.
 *
 * <p>The weight is the natural logarithm of the number of domains plus 2. Single hosts are not
 * counted before a node is scored.
 *
 * <p>Mirrors plugins/podtopologyspread/scoring.go, Kubernetes 1.36.3. Threading: one per attempt.
 */
final class DomainScore {
  private static final String HOSTNAME = "kubernetes.io/hostname";

  private final SpreadConstraint constraint;
  private final Map<String, Integer> pods = new HashMap<>();
  private double weight;

  DomainScore(SpreadConstraint constraint) {
    this.constraint = constraint;
  }

  private boolean isByHost() {
    return constraint.topologyKey().equals(HOSTNAME);
  }

  /** The domain of a feasible node is one to be compared. */
  void addFeasible(Node node) {
    if (!isByHost()) {
      pods.put(domainOf(node), 0);
    }
  }

  /**
   * All feasible nodes have been added.
   *
   * @param nodes how many of them are scored
   */
  void weigh(int nodes) {
    int domains = isByHost() ? nodes : pods.size();
    weight = StrictMath.log(domains + 2);
  }

  /** Counts what is on any node, feasible or not. */
  void addPods(PodInfo incoming, NodeInfo node) {
    if (isByHost() || !constraint.includes(incoming, node.node())) {
      return;
    }
    String domain = domainOf(node.node());
    Integer before = pods.get(domain);
    if (before != null) {
      String namespace = incoming.key().namespace();
      pods.put(domain, before + MatchingPods.count(node, constraint.selector(), namespace));
    }
  }

  /** A node without the label is in the domain "". */
  private String domainOf(Node node) {
    String value = node.labels().get(constraint.topologyKey());
    return value == null ? "" : value;
  }

  /** The part of a feasible node's raw score; the more, the worse. 0 without the label. */
  double of(PodInfo incoming, NodeInfo node) {
    String domain = node.node().labels().get(constraint.topologyKey());
    if (domain == null) {
      return 0;
    }
    int count =
        isByHost()
            ? MatchingPods.count(node, constraint.selector(), incoming.key().namespace())
            : pods.getOrDefault(domain, 0);
    return count * weight + (constraint.maxSkew() - 1);
  }
}
