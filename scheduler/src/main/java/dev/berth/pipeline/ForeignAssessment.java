package dev.berth.pipeline;

import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.Status;
import dev.berth.framework.StatusCodes;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a scheduler that decides itself asks about one pod of its own and nodes that it names.
 *
 * <p>Threading: the thread that owns the view; one per question.
 */
final class ForeignAssessment {
  private final Phases phases;
  private final AttemptCodes codes;
  private final CycleState state;
  private final PodInfo pod;
  private final ClusterView view;

  ForeignAssessment(Phases phases, CycleState state, PodInfo pod, ClusterView view) {
    this.phases = phases;
    this.codes = phases.codes;
    this.state = state;
    this.pod = pod;
    this.view = view;
  }

  Assessment assess(List<String> names, Assessment.Depth depth) {
    Status refusal = RefusalCheck.check(pod);
    if (refusal != null) {
      return Assessment.Judged.everywhere(names, refusal);
    }
    return switch (phases.preFilter.run(state, pod, view)) {
      case PreFilterOutcome.Failed(Status.Error error) -> new Assessment.Failed(error);
      case PreFilterOutcome.Rejected(Status status, Set<String> _) ->
          Assessment.Judged.everywhere(names, status);
      case PreFilterOutcome.Candidates candidates -> {
        phases.filter.run(state, pod, view, candidates, codes);
        yield assess(NamedNodes.of(names, view), depth);
      }
    };
  }

  private Assessment assess(NamedNodes named, Assessment.Depth depth) {
    StatusCodes table = view.memos().codes();
    List<Status> verdicts = named.verdicts(codes, table);
    boolean anyPasses = false;
    for (Status verdict : verdicts) {
      if (verdict instanceof Status.Error error) {
        return new Assessment.Failed(error);
      }
      anyPasses |= verdict instanceof Status.Success;
    }
    boolean scored = depth == Assessment.Depth.SCORE && anyPasses;
    if (scored) {
      named.leaveOnly(codes, table.codeOf(FilterPhase.NOT_VISITED));
      Status.Error failed = phases.score.run(state, pod, view);
      if (failed != null) {
        return new Assessment.Failed(failed);
      }
    }
    return new Assessment.Judged(
        named.names(),
        verdicts,
        named.totals(codes, ordinal -> scored ? phases.score.total(ordinal) : 0));
  }

  Set<String> fitWithout(Map<String, List<PodInfo>> gone) {
    if (RefusalCheck.check(pod) != null
        || !(phases.preFilter.run(state, pod, view)
            instanceof PreFilterOutcome.Candidates candidates)) {
      return Set.of();
    }
    Set<String> only = candidates.nodeNames();
    Set<String> fit = new HashSet<>();
    gone.forEach(
        (name, victims) -> {
          NodeInfo node = only == null || only.contains(name) ? view.find(name) : null;
          if (node != null && fitsWithout(node, victims)) {
            fit.add(name);
          }
        });
    return fit;
  }

  private boolean fitsWithout(NodeInfo node, List<PodInfo> gone) {
    CycleState fork = state.fork();
    NodeInfo emptier = node;
    for (PodInfo victim : gone) {
      emptier = emptier.withoutPod(victim.uid());
      if (!phases.nodeFilters.removePod(fork, pod, victim, emptier).isSuccess()) {
        return false;
      }
    }
    return phases.nodeFilters.filterWithNominatedPods(fork, pod, emptier).isSuccess();
  }
}
