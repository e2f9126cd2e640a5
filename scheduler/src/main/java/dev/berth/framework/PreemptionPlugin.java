package dev.berth.framework;

import dev.berth.model.PodInfo;
import java.util.List;

/**
 * A PostFilter plugin that makes room by evicting pods: it looks for nodes where that would help,
 * and chooses one of those that extenders leave.
 *
 * <p>Between the two, extenders with a {@code preemptVerb} may be asked, and time may pass; where
 * none is, {@link #postFilter} does both at once.
 *
 * <p>Mirrors the steps of {@code Evaluator.Preempt}, {@code
 * pkg/scheduler/framework/preemption/preemption.go}, Kubernetes 1.36.3.
 */
public interface PreemptionPlugin extends PostFilterPlugin {

  /** Where evicting pods would help. */
  Search search(CycleState state, PodInfo pod, ClusterView view, NodeStatuses statuses);

  /**
   * Takes one of the candidates.
   *
   * @param state that of {@link #search}, or a new one of the same attempt
   */
  PostFilterResult conclude(CycleState state, Review review);

  @Override
  default PostFilterResult postFilter(
      CycleState state, PodInfo pod, ClusterView view, NodeStatuses statuses) {
    return switch (search(state, pod, view, statuses)) {
      case Search.Ended(PostFilterResult result) -> result;
      case Search.Found(List<PreemptionCandidate> candidates) ->
          conclude(state, new Review.Left(candidates));
    };
  }

  /** What came of a search. */
  sealed interface Search {
    /** Nothing is to be chosen. */
    record Ended(PostFilterResult result) implements Search {}

    /** One of these is to be chosen; one at least. */
    record Found(List<PreemptionCandidate> candidates) implements Search {
      public Found {
        candidates = List.copyOf(candidates);
      }
    }
  }

  /** What extenders made of the candidates. */
  sealed interface Review {
    /** These may be chosen; maybe none. */
    record Left(List<PreemptionCandidate> candidates) implements Review {
      public Left {
        candidates = List.copyOf(candidates);
      }
    }

    /** One that may not fail did. */
    record Failed(String why) implements Review {}
  }
}
