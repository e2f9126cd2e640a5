package dev.berth.plugins.podtopologyspread;

import dev.berth.columns.DomainTally;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.DomainRule;
import dev.berth.framework.NodeMemos;
import dev.berth.framework.Status;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.model.SpreadConstraint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the filter knows of all nodes: the domains of each required constraint of a pod.
 *
 * <p>Mirrors {@code preFilterState}, plugins/podtopologyspread/filtering.go, Kubernetes 1.36.3.
 * Threading: one per attempt or dry run.
 */
final class SpreadCounts implements CycleState.Forkable<SpreadCounts> {
  private static final Status TOO_FULL =
      Status.unschedulable("node(s) didn't match pod topology spread constraints")
          .by(PodTopologySpread.NAME);
  private static final Status NO_LABEL =
      Status.unresolvable(
              "node(s) didn't match pod topology spread constraints (missing required label)")
          .by(PodTopologySpread.NAME);

  private final List<SpreadConstraint> constraints;
  private final List<Domains> domains;

  private SpreadCounts(List<SpreadConstraint> constraints, List<Domains> domains) {
    this.constraints = constraints;
    this.domains = domains;
  }

  /** Counts over all nodes. Cost: O(nodes + pods on them). */
  static SpreadCounts of(PodInfo pod, List<SpreadConstraint> constraints, ClusterView view) {
    List<Domains> domains = constraints.stream().map(Domains::none).toList();
    for (int ordinal = 0; ordinal < view.nodeCount(); ordinal++) {
      NodeInfo node = view.node(ordinal);
      if (MatchingPods.hasAllLabels(node.node(), constraints)) {
        for (Domains ofOne : domains) {
          ofOne.add(pod, node);
        }
      }
    }
    return new SpreadCounts(constraints, domains);
  }

  /** As {@link #of}, by the counts that the view keeps; null when it does not keep one. */
  static @Nullable SpreadCounts kept(
      PodInfo pod, List<SpreadConstraint> constraints, NodeMemos memos) {
    List<String> labels = MatchingPods.topologyKeys(constraints);
    List<Domains> domains = new ArrayList<>(constraints.size());
    for (SpreadConstraint constraint : constraints) {
      DomainTally tally = memos.tally(SpreadTally.of(constraint, pod, labels));
      if (tally == null) {
        return null;
      }
      domains.add(Domains.kept(constraint, tally));
    }
    return new SpreadCounts(constraints, domains);
  }

  /** What all nodes have to meet; null when that is not known. */
  @Nullable List<DomainRule> rules(PodInfo pod) {
    List<DomainRule> rules = new ArrayList<>(domains.size());
    for (Domains ofOne : domains) {
      DomainRule rule = ofOne.rule(pod, TOO_FULL, NO_LABEL);
      if (rule == null) {
        return null;
      }
      rules.add(rule);
    }
    return rules;
  }

  @Override
  public SpreadCounts copy() {
    return new SpreadCounts(constraints, domains.stream().map(Domains::copy).toList());
  }

  /** A pod comes to the node, or with -1 leaves it. */
  void update(PodInfo pod, PodInfo changed, Node node, int delta) {
    if (changed.key().namespace().equals(pod.key().namespace())
        && MatchingPods.hasAllLabels(node, constraints)) {
      for (Domains ofOne : domains) {
        ofOne.update(pod, changed, node, delta);
      }
    }
  }

  /** Whether the pod may come to the node. */
  Status judge(PodInfo pod, Node node) {
    for (Domains ofOne : domains) {
      @Nullable String domain = node.labels().get(ofOne.constraint().topologyKey());
      if (domain == null) {
        return NO_LABEL;
      }
      if (ofOne.isTooFull(pod, domain)) {
        return TOO_FULL;
      }
    }
    return Status.success();
  }
}
