package dev.berth.plugins.interpodaffinity;

import dev.berth.columns.ScoreColumn;
import dev.berth.config.InterPodAffinityArgs;
import dev.berth.framework.ClusterView;
import dev.berth.framework.NodeMemos;
import dev.berth.framework.PlacedTerm;
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
import org.jspecify.annotations.Nullable;

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

  /** In place of {@link #sums}, or null. */
  private @Nullable KeptCounts kept;

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

  /** As {@link #of}, by the sums that the view keeps; null when it does not keep one. */
  static @Nullable AffinityScores kept(
      IncomingPod incoming, Namespaces namespaces, InterPodAffinityArgs args, NodeMemos memos) {
    AffinityScores scores = new AffinityScores(incoming, namespaces, args);
    KeptCounts sums = new KeptCounts();
    boolean complete = true;
    for (WeightedAffinityTerm own : scores.preferred) {
      complete = complete && sums.add(MeantPods.of(own.term()), own.weight(), memos);
    }
    for (WeightedAffinityTerm own : scores.preferredAnti) {
      complete = complete && sums.add(MeantPods.of(own.term()), -own.weight(), memos);
    }
    for (PlacedTerm placed : memos.placedTerms().othersAbout(incoming.pod())) {
      if (scores.counts(placed)) {
        complete = complete && sums.add(new HeldTerms(placed), scores.weightOf(placed), memos);
      }
    }
    scores.kept = sums;
    return complete ? scores : null;
  }

  private boolean counts(PlacedTerm placed) {
    boolean required = placed.sort() == PlacedTerm.Sort.REQUIRED;
    return (!required || hardPodAffinityWeight > 0) && incoming.isMeantBy(placed.term());
  }

  private long weightOf(PlacedTerm placed) {
    return switch (placed.sort()) {
      case REQUIRED -> hardPodAffinityWeight;
      case REQUIRED_ANTI -> 0;
      case PREFERRED -> placed.weight();
      case PREFERRED_ANTI -> -placed.weight();
    };
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
    return kept == null ? sums.isEmpty() : kept.isEmpty();
  }

  /** The raw scores of all nodes by kept sums; false when there are none. */
  boolean writeInto(ScoreColumn into) {
    if (kept == null) {
      return false;
    }
    kept.addTo(into);
    return true;
  }

  /** The raw score of a node, which may be negative: the sums of its places. */
  long of(Node node) {
    if (kept != null) {
      return kept.at(node.labels());
    }
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
    long min = scores.lowest();
    long range = scores.highest() - min;
    scores.replaceAll(
        score -> {
          double share = range > 0 ? (double) (score - min) / (double) range : 0;
          return (long) (Scores.MAX_SCORE * share);
        });
  }
}
