package dev.berth.pipeline;

import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.Status;
import dev.berth.framework.StatusCodes;
import dev.berth.model.PodInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The whole table of one pod: every node judged, and every feasible one scored.
 *
 * <p>Threading: the thread that owns the view; one per pod.
 */
final class NodeByNode {
  private final Phases phases;
  private final AttemptCodes codes;
  private final CycleState state;
  private final PodInfo pod;
  private final ClusterView view;

  NodeByNode(Phases phases, CycleState state, PodInfo pod, ClusterView view) {
    this.phases = phases;
    this.codes = phases.codes;
    this.state = state;
    this.pod = pod;
    this.view = view;
  }

  Judgement judge() {
    if (view.nodeCount() == 0) {
      return new Judgement(null, null, Map.of(), Map.of(), null, Diagnosis.noNodes());
    }
    Status refusal = RefusalCheck.check(pod);
    if (refusal != null) {
      return new Judgement(
          refusal, null, Map.of(), Map.of(), null, Diagnostics.ofPod(view, refusal, Set.of()));
    }
    PreFilterOutcome outcome = phases.preFilter.run(state, pod, view);
    return switch (outcome) {
      case PreFilterOutcome.Failed _ ->
          new Judgement(null, outcome, Map.of(), Map.of(), null, null);
      case PreFilterOutcome.Rejected(Status status, Set<String> narrowedBy) ->
          new Judgement(
              null, outcome, Map.of(), Map.of(), null, Diagnostics.ofPod(view, status, narrowedBy));
      case PreFilterOutcome.Candidates candidates -> judge(candidates);
    };
  }

  private Judgement judge(PreFilterOutcome.Candidates candidates) {
    StatusCodes table = view.memos().codes();
    phases.filter.run(state, pod, view, candidates, codes);
    phases.counts.count(codes.column(), table);
    boolean anyFeasible = codes.count() > 0;
    Status.Error failed = anyFeasible ? phases.score.run(state, pod, view) : null;
    boolean decided = anyFeasible || phases.counts.firstError(table) != null;
    ExtenderPhase nobody = new ExtenderPhase(Extenders.NONE, pod, view);
    return new Judgement(
        null,
        candidates,
        rejected(candidates, table),
        scores(failed == null),
        failed,
        decided ? null : Diagnostics.ofNodes(view, phases.counts, candidates, nobody));
  }

  /** Those that were looked at and did not pass. */
  private Map<String, Status> rejected(PreFilterOutcome.Candidates candidates, StatusCodes table) {
    Map<String, Status> rejected = new LinkedHashMap<>();
    Status absent = candidates.nodeNames() == null ? null : candidates.absentStatus();
    for (int i = 0; i < codes.size(); i++) {
      Status status = codes.get(i) == 0 ? null : table.statusOf(codes.get(i));
      if (status != null && !status.equals(absent)) {
        rejected.put(view.node(i).name(), status);
      }
    }
    return rejected;
  }

  private Map<String, Judgement.NodeScores> scores(boolean scored) {
    Map<String, Judgement.NodeScores> scores = new LinkedHashMap<>();
    for (int i = codes.next(0); i >= 0; i = codes.next(i + 1)) {
      scores.put(
          view.node(i).name(),
          scored
              ? new Judgement.NodeScores(phases.score.total(i), phases.score.scoresOf(i))
              : new Judgement.NodeScores(0, List.of()));
    }
    return scores;
  }
}
