package dev.berth.plugins.interpodaffinity;

import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.DomainRule;
import dev.berth.framework.NodeMemos;
import dev.berth.framework.PlacedTerm;
import dev.berth.framework.Status;
import dev.berth.model.AffinityTerm;
import dev.berth.model.Labels;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodAffinity;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the filter knows of all nodes, for one pod: how many placed pods its required terms mean,
 * and how many required anti-affinity terms of placed pods mean it, in each place.
 *
 * <p>Mirrors {@code preFilterState}, plugins/interpodaffinity/filtering.go, Kubernetes 1.36.3.
 * Threading: one per attempt or dry run.
 */
final class AffinityCounts implements CycleState.Forkable<AffinityCounts> {
  private static final Status NOT_NEAR =
      Status.unresolvable("node(s) didn't match pod affinity rules").by(InterPodAffinity.NAME);
  private static final Status TOO_NEAR =
      Status.unschedulable("node(s) didn't match pod anti-affinity rules")
          .by(InterPodAffinity.NAME);
  private static final Status KEPT_AWAY =
      Status.unschedulable("node(s) didn't satisfy existing pods anti-affinity rules")
          .by(InterPodAffinity.NAME);

  private final IncomingPod incoming;
  private final List<AffinityTerm> affinity;
  private final List<AffinityTerm> antiAffinity;

  /** Anti-affinity terms of placed pods that mean the incoming pod. */
  private final TopologyCounts keptAwayBy;

  /** Placed pods that all affinity terms mean, once for each term. */
  private final TopologyCounts wanted;

  /** Placed pods that an anti-affinity term means, once for each term. */
  private final TopologyCounts avoided;

  private AffinityCounts(
      IncomingPod incoming,
      List<AffinityTerm> affinity,
      List<AffinityTerm> antiAffinity,
      TopologyCounts keptAwayBy,
      TopologyCounts wanted,
      TopologyCounts avoided) {
    this.incoming = incoming;
    this.affinity = affinity;
    this.antiAffinity = antiAffinity;
    this.keptAwayBy = keptAwayBy;
    this.wanted = wanted;
    this.avoided = avoided;
  }

  /**
   * Counts over all nodes. Cost: O(pods with required anti-affinity), and O(all pods) for a pod
   * that has required terms itself.
   */
  static AffinityCounts of(IncomingPod incoming, Namespaces namespaces, ClusterView view) {
    PodAffinity terms = incoming.pod().affinity();
    AffinityCounts counts =
        new AffinityCounts(
            incoming,
            namespaces.resolved(terms.required()),
            namespaces.resolved(terms.requiredAnti()),
            TopologyCounts.none(),
            TopologyCounts.none(),
            TopologyCounts.none());
    counts.countTermsOfPlacedPods(view);
    if (counts.hasTerms()) {
      counts.countPlacedPods(view);
    }
    return counts;
  }

  /** As {@link #of}, by the counts that the view keeps; null when it does not keep one. */
  static @Nullable AffinityCounts kept(
      IncomingPod incoming, Namespaces namespaces, NodeMemos memos) {
    PodAffinity terms = incoming.pod().affinity();
    List<AffinityTerm> affinity = namespaces.resolved(terms.required());
    List<AffinityTerm> antiAffinity = namespaces.resolved(terms.requiredAnti());
    KeptCounts keptAwayBy = new KeptCounts();
    KeptCounts wanted = new KeptCounts();
    KeptCounts avoided = new KeptCounts();
    boolean complete = true;
    for (PlacedTerm placed : memos.placedTerms().requiredAntiAbout(incoming.pod())) {
      if (incoming.isMeantBy(placed.term())) {
        complete = complete && keptAwayBy.add(new HeldTerms(placed), 1, memos);
      }
    }
    for (AffinityTerm term : affinity) {
      complete = complete && wanted.add(new MeantPods(term.topologyKey(), affinity), 1, memos);
    }
    for (AffinityTerm term : antiAffinity) {
      complete = complete && avoided.add(MeantPods.of(term), 1, memos);
    }
    return complete
        ? new AffinityCounts(
            incoming,
            affinity,
            antiAffinity,
            TopologyCounts.of(keptAwayBy),
            TopologyCounts.of(wanted),
            TopologyCounts.of(avoided))
        : null;
  }

  /** What all nodes have to meet; null when that is not kept, or a dry run changed it. */
  @Nullable List<DomainRule> rules() {
    KeptCounts near = wanted.unchanged();
    KeptCounts far = avoided.unchanged();
    KeptCounts away = keptAwayBy.unchanged();
    if (near == null || far == null || away == null) {
      return null;
    }
    List<DomainRule> rules = new ArrayList<>();
    near.addRules(isFirst() ? 0 : 1, Long.MAX_VALUE, NOT_NEAR, NOT_NEAR, rules);
    far.addRules(0, 0, TOO_NEAR, null, rules);
    away.addRules(0, 0, KEPT_AWAY, null, rules);
    return rules;
  }

  private void countTermsOfPlacedPods(ClusterView view) {
    // Pods of one template share one value, which is looked at once.
    IdentityHashMap<PodAffinity, List<AffinityTerm>> meaning = new IdentityHashMap<>();
    for (int ordinal : view.nodesWithRequiredAntiAffinity()) {
      NodeInfo node = view.node(ordinal);
      for (PodInfo placed : node.podsWithRequiredAntiAffinity()) {
        for (AffinityTerm term : meaning.computeIfAbsent(placed.affinity(), this::meaning)) {
          keptAwayBy.add(term.topologyKey(), node.node(), 1);
        }
      }
    }
  }

  /** The terms that keep the incoming pod away. */
  private List<AffinityTerm> meaning(PodAffinity placed) {
    List<AffinityTerm> terms = new ArrayList<>(1);
    for (AffinityTerm term : placed.requiredAnti()) {
      if (incoming.isMeantBy(term) || incoming.mayBeMeantBy(term)) {
        terms.add(term);
      }
    }
    return terms;
  }

  private void countPlacedPods(ClusterView view) {
    for (int ordinal = 0; ordinal < view.nodeCount(); ordinal++) {
      NodeInfo node = view.node(ordinal);
      List<PodInfo> pods = node.pods();
      for (int i = 0; i < pods.size(); i++) {
        countPlaced(pods.get(i), node.node(), 1);
      }
    }
  }

  private void countPlaced(PodInfo placed, Node node, int change) {
    if (IncomingPod.allMean(affinity, placed)) {
      for (AffinityTerm term : affinity) {
        wanted.add(term.topologyKey(), node, change);
      }
    }
    for (AffinityTerm term : antiAffinity) {
      if (term.matches(placed, Labels.EMPTY)) {
        avoided.add(term.topologyKey(), node, change);
      }
    }
  }

  private boolean hasTerms() {
    return !affinity.isEmpty() || !antiAffinity.isEmpty();
  }

  /** Whether no node can be rejected. */
  boolean sayNothing() {
    return keptAwayBy.isEmpty() && !hasTerms();
  }

  @Override
  public AffinityCounts copy() {
    return new AffinityCounts(
        incoming, affinity, antiAffinity, keptAwayBy.copy(), wanted.copy(), avoided.copy());
  }

  /** A pod comes to the node, or with -1 leaves it. */
  void update(PodInfo changed, Node node, int change) {
    for (AffinityTerm term : meaning(changed.affinity())) {
      keptAwayBy.add(term.topologyKey(), node, change);
    }
    countPlaced(changed, node, change);
  }

  /** Whether the pod may come to the node. */
  Status judge(Node node) {
    if (!isNear(node)) {
      return NOT_NEAR;
    }
    if (isTooNear(node)) {
      return TOO_NEAR;
    }
    return keptAwayBy.anyAt(node.labels()) ? KEPT_AWAY : Status.success();
  }

  /**
   * Every affinity term has its key on the node and a pod in that place. The first pod of a group
   * that wants to be together may go anywhere where the keys are: no pod that it wants is placed,
   * and it would be one itself.
   */
  private boolean isNear(Node node) {
    boolean found = true;
    for (AffinityTerm term : affinity) {
      String value = node.labels().get(term.topologyKey());
      if (value == null) {
        return false;
      }
      found &= wanted.get(term.topologyKey(), value) > 0;
    }
    return found || isFirst();
  }

  private boolean isFirst() {
    return wanted.isEmpty() && IncomingPod.allMean(affinity, incoming.pod());
  }

  private boolean isTooNear(Node node) {
    for (AffinityTerm term : antiAffinity) {
      String value = node.labels().get(term.topologyKey());
      if (value != null && avoided.get(term.topologyKey(), value) > 0) {
        return true;
      }
    }
    return false;
  }
}
