package dev.berth.plugins.interpodaffinity;

import dev.berth.config.InterPodAffinityArgs;
import dev.berth.framework.ClusterView;
import dev.berth.framework.FeasibleNodes;
import dev.berth.framework.Scores;
import dev.berth.model.AffinityTerm;
import dev.berth.model.Labels;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodAffinity;
import dev.berth.model.PodInfo;
import dev.berth.model.WeightedAffinityTerm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What scoring knows of all nodes, for one pod: the weights of preferred terms in each place, those
 * of the pod about placed pods and those of placed pods about the pod.
 *
 * <p>Mirrors {@code preScoreState}, plugins/interpodaffinity/scoring.go, Kubernetes 1.36.3.
 * Threading: one per attempt.
 */
final class AffinityScores {
  private final IncomingPod incoming;
  private final int hardPodAffinityWeight;
  private final List<WeightedAffinityTerm> preferred;
  private final List<WeightedAffinityTerm> preferredAnti;
  private final Map<String, Map<String, Long>> sums = new HashMap<>();

  private AffinityScores(IncomingPod incoming, Namespaces namespaces, InterPodAffinityArgs args) {
    PodAffinity terms = incoming.pod().affinity();
    this.incoming = incoming;
    this.hardPodAffinityWeight = args.hardPodAffinityWeight();
    this.preferred = resolved(terms.preferred(), namespaces);
    this.preferredAnti = resolved(terms.preferredAnti(), namespaces);
  }

  private static List<WeightedAffinityTerm> resolved(
      List<WeightedAffinityTerm> terms, Namespaces namespaces) {
    return terms.stream()
        .map(t -> new WeightedAffinityTerm(t.weight(), namespaces.resolved(t.term())))
        .toList();
  }

  /**
   * Sums over all nodes. Cost: O(pods with affinity), and O(all pods) for a pod that has preferred
   * terms itself.
   */
  static AffinityScores of(
      IncomingPod incoming, Namespaces namespaces, InterPodAffinityArgs args, ClusterView view) {
    AffinityScores scores = new AffinityScores(incoming, namespaces, args);
    if (incoming.pod().affinity().prefers()) {
      for (int ordinal = 0; ordinal < view.nodeCount(); ordinal++) {
        scores.add(view.node(ordinal), view.node(ordinal).pods());
      }
    } else {
      for (int ordinal : view.nodesWithAffinity()) {
        scores.add(view.node(ordinal), view.node(ordinal).podsWithAffinity());
      }
    }
    return scores;
  }

  private void add(NodeInfo node, List<PodInfo> pods) {
    for (int i = 0; i < pods.size(); i++) {
      PodInfo placed = pods.get(i);
      addOwnTerms(preferred, placed, node.node(), 1);
      addOwnTerms(preferredAnti, placed, node.node(), -1);
      PodAffinity terms = placed.affinity();
      if (!terms.isNone()) {
        addTermsOfPlaced(terms, node.node());
      }
    }
  }

  private void addOwnTerms(List<WeightedAffinityTerm> terms, PodInfo placed, Node node, int sign) {
    for (int i = 0; i < terms.size(); i++) {
      WeightedAffinityTerm weighted = terms.get(i);
      if (weighted.term().matches(placed, Labels.EMPTY)) {
        add(weighted.term(), weighted.weight() * sign, node);
      }
    }
  }

  private void addTermsOfPlaced(PodAffinity terms, Node node) {
    if (hardPodAffinityWeight > 0) {
      for (AffinityTerm term : terms.required()) {
        addIfMeant(term, hardPodAffinityWeight, node);
      }
    }
    for (WeightedAffinityTerm weighted : terms.preferred()) {
      addIfMeant(weighted.term(), weighted.weight(), node);
    }
    for (WeightedAffinityTerm weighted : terms.preferredAnti()) {
      addIfMeant(weighted.term(), -weighted.weight(), node);
    }
  }

  private void addIfMeant(AffinityTerm term, int weight, Node node) {
    if (incoming.isMeantBy(term)) {
      add(term, weight, node);
    }
  }

  private void add(AffinityTerm term, int weight, Node node) {
    String value = node.labels().get(term.topologyKey());
    if (value != null) {
      sums.computeIfAbsent(term.topologyKey(), key -> new HashMap<>())
          .merge(value, (long) weight, Long::sum);
    }
  }

  /** Whether no term means anything; a sum that came to 0 is something. */
  boolean sayNothing() {
    return sums.isEmpty();
  }

  /** The raw score of a node, which may be negative: the sums of its places. */
  long of(Node node) {
    long score = 0;
    for (Map.Entry<String, Map<String, Long>> ofKey : sums.entrySet()) {
      String value = node.labels().get(ofKey.getKey());
      if (value != null) {
        score += ofKey.getValue().getOrDefault(value, 0L);
      }
    }
    return score;
  }

  /** Stretches raw scores so that the lowest becomes 0 and the highest 100; equal ones become 0. */
  static void normalize(Scores scores) {
    FeasibleNodes nodes = scores.nodes();
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (int i = nodes.next(0); i >= 0; i = nodes.next(i + 1)) {
      min = Math.min(min, scores.get(i));
      max = Math.max(max, scores.get(i));
    }
    long range = max - min;
    for (int i = nodes.next(0); i >= 0; i = nodes.next(i + 1)) {
      double share = range > 0 ? (double) (scores.get(i) - min) / (double) range : 0;
      scores.set(i, (long) (Scores.MAX_SCORE * share));
    }
  }
}
