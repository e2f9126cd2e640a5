package dev.berth.pipeline;

import dev.berth.columns.Ranking;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.NodeStatuses;
import dev.berth.framework.PostFilterResult;
import dev.berth.framework.Status;
import dev.berth.framework.StatusCodes;
import dev.berth.framework.TimedPoint;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One step of an attempt: from a pod and a view to a node, a diagnosis, or a question to extenders.
 *
 * <p>Mirrors {@code schedulePod} and {@code findNodesThatFitPod}, {@code
 * pkg/scheduler/schedule_one.go}, Kubernetes 1.36.3. Threading: the thread that owns the view.
 */
final class Decision {
  private final Phases phases;
  private final AttemptCodes codes;
  private final CycleState state;
  private final PodInfo pod;
  private final ClusterView view;
  private final StatusCodes table;
  private final ExtenderAnswers answers;
  private final ExtenderPhase extenders;

  Decision(
      Phases phases, CycleState state, PodInfo pod, ClusterView view, ExtenderAnswers answers) {
    this.phases = phases;
    this.codes = phases.codes;
    this.state = state;
    this.pod = pod;
    this.view = view;
    this.table = view.memos().codes();
    this.answers = answers;
    this.extenders = new ExtenderPhase(phases.extenders, pod, view);
  }

  Step step() {
    // 1. A cluster without nodes, a pod with a constraint that nobody here understands, and an
    // extender that failed.
    if (view.nodeCount() == 0) {
      return decided(new ScheduleResult.Unfit(Diagnosis.noNodes(), withoutNodes(0)));
    }
    Status refusal = RefusalCheck.check(pod);
    if (refusal != null) {
      return unfitAsAWhole(refusal, Set.of());
    }
    if (answers.all() instanceof ExtenderAnswer.Failed failed) {
      return aborted(failed.error(), withoutNodes(0));
    }

    // 2. PreFilter looks at the pod as a whole.
    return switch (preFilter()) {
      case PreFilterOutcome.Failed failed -> aborted(failed.error(), withoutNodes(0));
      case PreFilterOutcome.Rejected(Status status, Set<String> narrowedBy) ->
          unfitAsAWhole(status, narrowedBy);
      case PreFilterOutcome.Candidates candidates -> among(candidates);
    };
  }

  private PreFilterOutcome preFilter() {
    phases.check.begin();
    long start = System.nanoTime();
    PreFilterOutcome outcome = phases.preFilter.run(state, pod, view);
    phases.times.took(TimedPoint.PRE_FILTER, outcome.status(), start);
    return outcome;
  }

  private Step among(PreFilterOutcome.Candidates candidates) {
    // 3. A node that was promised to the pod is taken without looking at others.
    int promised = answers.all() == null ? promised() : -1;
    Status verdict = promised < 0 ? null : judgePromised(promised);
    Step taken =
        verdict instanceof Status.Success ? takePromised(view.node(promised).node()) : null;
    if (taken != null) {
      return taken;
    }

    // 4. Filter judges every candidate, and extenders judge what remains.
    Status.Error broken = filter(candidates, promised, verdict);
    if (broken != null) {
      return aborted(broken, record(List.of()));
    }
    ExtenderQuestion open = answers.all() == null ? extenders.aboutAll(codes) : null;
    if (open != null) {
      return new Step.Asks(open);
    }

    // 5. No node is left, or one: nothing to score.
    int feasible = codes.count();
    if (feasible == 0) {
      return unfit(candidates);
    }
    if (feasible == 1) {
      return selected(codes.next(0), candidates, List.of());
    }

    // 6. Score ranks them, and one of the best is taken.
    Status.Error failed = phases.score.run(state, pod, view);
    if (failed != null) {
      return aborted(failed, record(List.of()));
    }
    return extenders.scores() ? bestWithExtenders(candidates) : best(candidates);
  }

  // ---- the promised node ------------------------------------------------------------------------

  private int promised() {
    return pod.nominatedNodeName().isEmpty() ? -1 : view.ordinal(pod.nominatedNodeName());
  }

  private Status judgePromised(int ordinal) {
    long start = System.nanoTime();
    Status verdict = phases.filter.judge(state, pod, view, ordinal);
    phases.times.took(TimedPoint.FILTER, verdict instanceof Status.Error ? verdict : null, start);
    return verdict;
  }

  /** Null when extenders rejected it. */
  private @Nullable Step takePromised(Node node) {
    ExtenderAnswer.OfNodes answer = answers.promised();
    ExtenderQuestion open = answer == null ? extenders.aboutPromised(node) : null;
    if (open != null) {
      return new Step.Asks(open);
    }
    return answer == null || ExtenderPhase.passes(answer, node.name())
        ? decided(new ScheduleResult.Selected(node.name(), 1, 1, withoutNodes(1)))
        : null;
  }

  // ---- all nodes --------------------------------------------------------------------------------

  /** Leaves a code for each node; the error of a plugin when one failed. */
  private Status.@Nullable Error filter(
      PreFilterOutcome.Candidates candidates, int promised, @Nullable Status ofPromised) {
    long start = System.nanoTime();
    int judged = phases.filter.run(state, pod, view, candidates, codes);
    if (ofPromised != null && ofPromised.isRejection()) {
      codes.set(promised, table.codeOf(ofPromised));
    }
    if (answers.all() instanceof ExtenderAnswer.Judged remaining) {
      extenders.apply(remaining, codes);
    } else {
      phases.limit.apply(codes, judged, table.codeOf(FilterPhase.NOT_VISITED));
    }
    phases.counts.count(codes.column(), table);
    Status.Error broken = codes.rejected() == 0 ? null : phases.counts.firstError(table);
    phases.times.took(TimedPoint.FILTER, broken, start);
    return broken;
  }

  private Step best(PreFilterOutcome.Candidates candidates) {
    Ranking.Best best = phases.score.best();
    int chosen = phases.score.nthBest(best, phases.ties.choose(best.count()));
    List<DecisionRecord.ScoredNode> shown = new ArrayList<>();
    if (phases.recorder.isOn()) {
      for (int ordinal : phases.score.top(DecisionRecord.MAX_BEST)) {
        shown.add(scored(ordinal, phases.score.total(ordinal)));
      }
    }
    return selected(chosen, candidates, shown);
  }

  private Step bestWithExtenders(PreFilterOutcome.Candidates candidates) {
    ExtendedRanking ranking = new ExtendedRanking(codes, phases.score, extenders, view);
    int chosen = ranking.nthBest(phases.ties.choose(ranking.bestCount()));
    List<DecisionRecord.ScoredNode> shown = new ArrayList<>();
    if (phases.recorder.isOn()) {
      for (ExtendedRanking.Ranked node : ranking.top(DecisionRecord.MAX_BEST)) {
        shown.add(scored(node.ordinal(), node.total()));
      }
    }
    return selected(chosen, candidates, shown);
  }

  private DecisionRecord.ScoredNode scored(int ordinal, long total) {
    String name = view.node(ordinal).name();
    List<PluginScore> parts = new ArrayList<>(phases.score.scoresOf(ordinal));
    parts.addAll(extenders.scoresOf(name));
    return new DecisionRecord.ScoredNode(name, total, parts);
  }

  private Step selected(
      int ordinal, PreFilterOutcome.Candidates candidates, List<DecisionRecord.ScoredNode> shown) {
    int absent =
        candidates.nodeNames() == null
            ? 0
            : phases.counts.of(table.codeOf(candidates.absentStatus()));
    int notVisited = phases.counts.of(table.codeOf(FilterPhase.NOT_VISITED));
    return decided(
        new ScheduleResult.Selected(
            view.node(ordinal).name(),
            codes.size() - absent - notVisited,
            codes.count(),
            record(shown)));
  }

  // ---- no node ----------------------------------------------------------------------------------

  /** No node passed: each has a status of its own. */
  private Step unfit(PreFilterOutcome.Candidates candidates) {
    Diagnosis diagnosis = Diagnostics.ofNodes(view, phases.counts, candidates, extenders);
    return postFilter(diagnosis, record(List.of()), ordinal -> table.statusOf(codes.get(ordinal)));
  }

  /** No node was looked at: they all have the same status. */
  private Step unfitAsAWhole(Status status, Set<String> narrowedBy) {
    Diagnosis diagnosis = Diagnostics.ofPod(view, status, narrowedBy);
    return postFilter(diagnosis, phases.recorder.ofRejectedPod(view, status), ordinal -> status);
  }

  private Step postFilter(Diagnosis diagnosis, DecisionRecord record, NodeStatuses statuses) {
    EvictionReview review = new EvictionReview(phases.extenders, pod, view);
    PostFilterPhase.Question question =
        new PostFilterPhase.Question(state, pod, view, statuses, review.isWanted());
    ExtenderAnswer.OfVictims answer = answers.victims();
    PostFilterPhase.Outcome outcome =
        answer == null
            ? phases.postFilter.run(question)
            : phases.postFilter.resume(question, answer.question().progress(), review.of(answer));
    return switch (outcome) {
      case PostFilterPhase.Outcome.Found found -> new Step.Asks(review.about(found));
      case PostFilterPhase.Outcome.Ended(PostFilterResult result) ->
          decided(new ScheduleResult.Unfit(diagnosis.with(result), record));
    };
  }

  // ---- the end ----------------------------------------------------------------------------------

  private DecisionRecord record(List<DecisionRecord.ScoredNode> best) {
    return phases.recorder.record(state, pod, view, codes.column(), phases.counts, best);
  }

  private DecisionRecord withoutNodes(int feasible) {
    return phases.recorder.withoutNodes(view, feasible);
  }

  private static Step aborted(Status.Error error, DecisionRecord record) {
    return decided(new ScheduleResult.Aborted(error, record));
  }

  private static Step decided(ScheduleResult result) {
    return new Step.Decided(result);
  }
}
