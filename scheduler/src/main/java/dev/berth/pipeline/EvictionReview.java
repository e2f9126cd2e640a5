package dev.berth.pipeline;

import dev.berth.framework.ClusterView;
import dev.berth.framework.ExternalExtender;
import dev.berth.framework.ExternalExtender.Question;
import dev.berth.framework.PreemptionCandidate;
import dev.berth.framework.PreemptionPlugin.Review;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The word that extenders have on evictions: the question, and what their answer means by now.
 *
 * <p>Mirrors {@code callExtenders}, {@code pkg/scheduler/framework/preemption/preemption.go},
 * Kubernetes 1.36.3, but for the asking itself. Threading: the thread that owns the view; one per
 * step of an attempt.
 */
final class EvictionReview {
  private final PodInfo pod;
  private final ClusterView view;
  private final List<ExternalExtender> preempting;

  EvictionReview(Extenders extenders, PodInfo pod, ClusterView view) {
    this.pod = pod;
    this.view = view;
    this.preempting = extenders.asked(pod, Question.PREEMPT);
  }

  /** Whether anybody has to agree before pods are evicted for this one. */
  boolean isWanted() {
    return !preempting.isEmpty();
  }

  ExtenderQuestion about(PostFilterPhase.Outcome.Found found) {
    List<NodeInfo> nodes = new ArrayList<>(view.nodeCount());
    for (int i = 0; i < view.nodeCount(); i++) {
      nodes.add(view.node(i));
    }
    return new ExtenderQuestion.AboutVictims(
        pod, found.candidates(), nodes, preempting, found.progress());
  }

  /** What they said, for a cluster that has gone on meanwhile. */
  Review of(ExtenderAnswer.OfVictims answer) {
    return switch (answer) {
      case ExtenderAnswer.FailedReview failed -> new Review.Failed(failed.why());
      case ExtenderAnswer.Reviewed reviewed ->
          new Review.Left(
              reviewed.left().stream().map(this::stillThere).filter(Objects::nonNull).toList());
    };
  }

  /** Who is gone by now needs no eviction; null where nobody is left. */
  private @Nullable PreemptionCandidate stillThere(PreemptionCandidate candidate) {
    NodeInfo node = view.find(candidate.node());
    if (node == null) {
      return null;
    }
    List<PodInfo> there =
        candidate.victims().stream()
            .map(victim -> node.findPod(victim.uid()))
            .filter(Objects::nonNull)
            .toList();
    return there.isEmpty()
        ? null
        : new PreemptionCandidate(candidate.node(), there, candidate.budgetViolations());
  }
}
