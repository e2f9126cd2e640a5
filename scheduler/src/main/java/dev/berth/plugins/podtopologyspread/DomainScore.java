package dev.berth.plugins.podtopologyspread;

import dev.berth.columns.DomainColumn;
import dev.berth.columns.DomainTally;
import dev.berth.columns.FractionColumn;
import dev.berth.framework.FeasibleNodes;
import dev.berth.framework.NodeMemos;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.model.SpreadConstraint;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

  /** The counts that the view keeps, or null when they are in {@link #pods}. */
  private final @Nullable DomainTally kept;

  private final Map<String, Integer> pods = new HashMap<>();
  private double weight;

  private DomainScore(SpreadConstraint constraint, @Nullable DomainTally kept) {
    this.constraint = constraint;
    this.kept = kept;
  }

  /** One that is to be told of all nodes. */
  static DomainScore of(SpreadConstraint constraint) {
    return new DomainScore(constraint, null);
  }

  /** One that needs not be told anything but the number of domains; null when nothing is kept. */
  static @Nullable DomainScore kept(
      SpreadConstraint constraint, PodInfo pod, List<String> labelsNeeded, NodeMemos memos) {
    SpreadTally key =
        isByHost(constraint)
            ? SpreadTally.everywhere(constraint, pod)
            : SpreadTally.of(constraint, pod, labelsNeeded);
    DomainTally tally = memos.tally(key);
    return tally == null ? null : new DomainScore(constraint, tally);
  }

  private static boolean isByHost(SpreadConstraint constraint) {
    return constraint.topologyKey().equals(HOSTNAME);
  }

  /** The domain of a feasible node is one to be compared. */
  void addFeasible(Node node) {
    if (!isByHost(constraint)) {
      pods.put(domainOf(node), 0);
    }
  }

  /**
   * All feasible nodes have been added.
   *
   * @param nodes how many of them are scored
   */
  void weigh(int nodes) {
    setWeight(isByHost(constraint) ? nodes : pods.size());
  }

  /**
   * Looks at the feasible nodes by the kept counts.
   *
   * @param ignored nodes that are not scored
   * @param nodes how many are
   */
  void weigh(FeasibleNodes feasible, BitSet ignored, int nodes) {
    if (kept != null) {
      setWeight(isByHost(constraint) ? nodes : domainsOf(kept.column(), feasible, ignored));
    }
  }

  /** Nodes without the label are a domain of their own where they are scored. */
  private static int domainsOf(DomainColumn column, FeasibleNodes feasible, BitSet ignored) {
    if (feasible.count() == column.size() && ignored.isEmpty()) {
      return column.count() + (column.without() > 0 ? 1 : 0);
    }
    BitSet seen = new BitSet(column.bound() + 1);
    for (int i = feasible.next(0); i >= 0; i = feasible.next(i + 1)) {
      if (!ignored.get(i)) {
        seen.set(column.get(i) + 1);
      }
    }
    return seen.cardinality();
  }

  private void setWeight(int domains) {
    weight = StrictMath.log(domains + 2);
  }

  /** Counts what is on any node, feasible or not. */
  void addPods(PodInfo incoming, NodeInfo node) {
    if (isByHost(constraint) || !constraint.includes(incoming, node.node())) {
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

  /** Whether kept counts say that the node lacks the label. */
  boolean isMissingAt(int ordinal) {
    return kept != null && kept.column().get(ordinal) == DomainColumn.NONE;
  }

  boolean isMissingAnywhere() {
    return kept != null && kept.column().without() > 0;
  }

  /** The part of a feasible node's raw score; the more, the worse. 0 without the label. */
  double of(PodInfo incoming, NodeInfo node) {
    String domain = node.node().labels().get(constraint.topologyKey());
    return domain == null ? 0 : count(incoming, node, domain) * weight + surplus();
  }

  private long count(PodInfo incoming, NodeInfo node, String domain) {
    if (isByHost(constraint)) {
      return MatchingPods.count(node, constraint.selector(), incoming.key().namespace());
    }
    return kept == null ? pods.getOrDefault(domain, 0) : kept.sum(kept.column().find(domain));
  }

  private int surplus() {
    return constraint.maxSkew() - 1;
  }

  /** Adds the part of every node by the kept counts; false when there are none. */
  boolean addTo(FractionColumn sums) {
    if (kept == null) {
      return false;
    }
    if (isByHost(constraint)) {
      sums.addAmounts(kept, weight, surplus());
    } else {
      sums.addSums(kept, weight, surplus());
    }
    return true;
  }
}
