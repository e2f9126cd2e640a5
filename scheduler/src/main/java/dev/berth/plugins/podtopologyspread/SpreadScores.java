package dev.berth.plugins.podtopologyspread;

import dev.berth.columns.FractionColumn;
import dev.berth.columns.ScoreColumn;
import dev.berth.framework.ClusterView;
import dev.berth.framework.FeasibleNodes;
import dev.berth.framework.Scores;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.model.SpreadConstraint;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What scoring knows of all nodes: the preferred constraints of a pod, and the nodes that they say
 * nothing of.
 *
 * <p>Mirrors {@code preScoreState}, plugins/podtopologyspread/scoring.go, Kubernetes 1.36.3.
 * Threading: one per attempt.
 */
final class SpreadScores {
  private static final long IGNORED = -1;

  private final List<DomainScore> parts;
  private final Set<String> ignoredNames = new HashSet<>();
  private final BitSet ignored = new BitSet();

  private SpreadScores(List<DomainScore> parts) {
    this.parts = parts;
  }

  /**
   * Counts over all nodes. Cost: O(nodes + pods on them).
   *
   * @param needAllLabels whether nodes without one of the labels are left out
   */
  static SpreadScores of(
      PodInfo pod,
      List<SpreadConstraint> constraints,
      boolean needAllLabels,
      ClusterView view,
      FeasibleNodes feasible) {
    SpreadScores scores = new SpreadScores(constraints.stream().map(DomainScore::of).toList());
    for (int i = feasible.next(0); i >= 0; i = feasible.next(i + 1)) {
      NodeInfo node = view.node(i);
      if (needAllLabels && !MatchingPods.hasAllLabels(node.node(), constraints)) {
        scores.ignored.set(i);
        scores.ignoredNames.add(node.name());
      } else {
        scores.parts.forEach(part -> part.addFeasible(node.node()));
      }
    }
    int scored = feasible.count() - scores.ignoredNames.size();
    scores.parts.forEach(part -> part.weigh(scored));
    for (int ordinal = 0; ordinal < view.nodeCount(); ordinal++) {
      NodeInfo node = view.node(ordinal);
      if (!needAllLabels || MatchingPods.hasAllLabels(node.node(), constraints)) {
        for (DomainScore part : scores.parts) {
          part.addPods(pod, node);
        }
      }
    }
    return scores;
  }

  /** As {@link #of}, by the counts that the view keeps; null when it does not keep one. */
  static @Nullable SpreadScores kept(
      PodInfo pod,
      List<SpreadConstraint> constraints,
      boolean needAllLabels,
      ClusterView view,
      FeasibleNodes feasible) {
    List<String> labels = needAllLabels ? MatchingPods.topologyKeys(constraints) : List.of();
    List<DomainScore> parts = new ArrayList<>(constraints.size());
    for (SpreadConstraint constraint : constraints) {
      DomainScore part = DomainScore.kept(constraint, pod, labels, view.memos());
      if (part == null) {
        return null;
      }
      parts.add(part);
    }
    SpreadScores scores = new SpreadScores(parts);
    if (needAllLabels) {
      scores.ignoreNodesWithoutLabels(view, feasible);
    }
    int scored = feasible.count() - scores.ignored.cardinality();
    parts.forEach(part -> part.weigh(feasible, scores.ignored, scored));
    return scores;
  }

  private void ignoreNodesWithoutLabels(ClusterView view, FeasibleNodes feasible) {
    if (parts.stream().noneMatch(DomainScore::isMissingAnywhere)) {
      return;
    }
    for (int i = feasible.next(0); i >= 0; i = feasible.next(i + 1)) {
      for (DomainScore part : parts) {
        if (part.isMissingAt(i)) {
          ignored.set(i);
          ignoredNames.add(view.node(i).name());
        }
      }
    }
  }

  /** The raw scores of all nodes by kept counts; false when there are none. */
  boolean writeInto(FractionColumn sums, ScoreColumn into) {
    sums.begin(into.size());
    for (int i = 0; i < parts.size(); i++) {
      if (!parts.get(i).addTo(sums)) {
        return false;
      }
    }
    sums.roundInto(into);
    for (int i = ignored.nextSetBit(0); i >= 0; i = ignored.nextSetBit(i + 1)) {
      into.set(i, 0);
    }
    return true;
  }

  /** The raw score of a feasible node: the lower, the better. */
  long of(PodInfo pod, NodeInfo node) {
    if (ignoredNames.contains(node.name())) {
      return 0;
    }
    double score = 0;
    for (DomainScore part : parts) {
      score += part.of(pod, node);
    }
    return FractionColumn.round(score);
  }

  /**
   * Turns raw scores round: the lowest becomes {@code 100}, the others less in proportion to the
   * highest; all become 100 when the highest is 0. Ignored nodes become 0.
   */
  void normalize(Scores scores) {
    if (ignored.isEmpty()) {
      long lowest = scores.lowest();
      long highest = scores.max();
      scores.replaceAll(score -> turned(score, lowest, highest));
      return;
    }
    FeasibleNodes nodes = scores.nodes();
    long min = Long.MAX_VALUE;
    long max = 0;
    for (int i = nodes.next(0); i >= 0; i = nodes.next(i + 1)) {
      if (ignored.get(i)) {
        scores.set(i, IGNORED);
      } else {
        min = Math.min(min, scores.get(i));
        max = Math.max(max, scores.get(i));
      }
    }
    for (int i = nodes.next(0); i >= 0; i = nodes.next(i + 1)) {
      scores.set(i, normalized(scores.get(i), min, max));
    }
  }

  private static long normalized(long score, long min, long max) {
    return score == IGNORED ? Scores.MIN_SCORE : turned(score, min, max);
  }

  private static long turned(long score, long min, long max) {
    return max == 0 ? Scores.MAX_SCORE : Scores.MAX_SCORE * (max + min - score) / max;
  }
}
