package dev.berth.pipeline;

import dev.berth.columns.Ranking;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.ExternalExtender;
import dev.berth.framework.Filters;
import dev.berth.framework.NodeStatuses;
import dev.berth.framework.NominatedPods;
import dev.berth.framework.PointTimes;
import dev.berth.framework.ProfilePlugins;
import dev.berth.framework.Status;
import dev.berth.framework.StatusCodes;
import dev.berth.framework.TimedPoint;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One profile's way from a pod and a view to a node.
 *
 * <p>Mirrors {@code schedulePod} and {@code findNodesThatFitPod}, {@code
 * pkg/scheduler/schedule_one.go}, Kubernetes 1.36.3, with all nodes considered unless the profile
 * asks for a percentage.
 *
 * <p>Threading: the thread that owns the views it is given; one step at a time, its columns are
 * reused.
 */
public final class Pipeline {

  private final CountCheck check;
  private final PreFilterPhase preFilter;
  private final FilterPhase filter;
  private final SearchLimit limit;
  private final PostFilterPhase postFilter;
  private final ScorePhase score;
  private final Recorder recorder;
  private final NodeFilters nodeFilters;
  private final TieBreak ties;
  private final Recording recording;
  private final PhaseTimes times;
  private final ExtenderPhase extenders;
  private final AttemptCodes codes = new AttemptCodes();
  private final RejectionCounts counts = new RejectionCounts();

  public Pipeline(
      ProfilePlugins plugins,
      NominatedPods nominated,
      EvaluationMode mode,
      TieBreak ties,
      Recording recording) {
    this(plugins, nominated, mode, ties, recording, 0, PointTimes.NONE, Extenders.NONE);
  }

  /**
   * @param countCheckInterval in one decision of so many, what plugins say by kept counts is
   *     compared with what they say by new ones; 0 for never
   */
  public Pipeline(
      ProfilePlugins plugins,
      NominatedPods nominated,
      EvaluationMode mode,
      TieBreak ties,
      Recording recording,
      int countCheckInterval,
      PointTimes times,
      Extenders extenders) {
    ProfilePlugins.Placement placement = plugins.placement();
    this.times = new PhaseTimes(plugins.profile(), times);
    this.check = new CountCheck(plugins.profile(), countCheckInterval, times);
    this.preFilter = new PreFilterPhase(placement.preFilter(), mode, check);
    this.nodeFilters = new NodeFilters(placement.filter(), placement.preFilter(), nominated);
    this.filter = new FilterPhase(placement.filter(), nodeFilters, nominated, mode);
    this.limit = new SearchLimit(plugins.percentageOfNodesToScore());
    this.postFilter = new PostFilterPhase(placement.postFilter(), this.times);
    this.score = new ScorePhase(placement, mode, codes, check, this.times);
    this.recorder = new Recorder(placement.filter(), nodeFilters);
    this.ties = ties;
    this.recording = recording;
    this.extenders = new ExtenderPhase(extenders);
  }

  /** The filters of this profile, for plugins that judge nodes with pods added or removed. */
  public Filters filters() {
    return nodeFilters;
  }

  /**
   * Finds a node for a pod that no extender decides about; the view does not change during the
   * call.
   */
  public ScheduleResult schedule(CycleState state, PodInfo pod, ClusterView view) {
    return switch (step(state, pod, view, null)) {
      case Step.Decided(ScheduleResult result) -> result;
      case Step.Asks _ ->
          throw new IllegalStateException(
              "extenders have to be asked about pod " + pod.key() + ". Maybe with step?");
    };
  }

  /**
   * Finds a node for the pod, or what extenders have to be asked first; the view does not change
   * during the call.
   *
   * @param state a new one for each step: what an earlier step of the attempt saw may not be so any
   *     more
   * @param answer to what the step before asked; null in the first one
   */
  public Step step(
      CycleState state, PodInfo pod, ClusterView view, @Nullable ExtenderAnswer answer) {
    ExtenderAnswer aboutAll =
        answer != null && answer.question().subject() == ExtenderQuestion.Subject.ALL
            ? answer
            : null;
    extenders.begin();

    // 1. A cluster without nodes, a pod with a constraint that nobody here understands, and an
    // extender that failed.
    if (view.nodeCount() == 0) {
      return decided(new ScheduleResult.Unfit(Diagnosis.noNodes(), recordWithoutNodes(view, 0)));
    }
    Status refusal = RefusalCheck.check(pod);
    if (refusal != null) {
      return decided(unfitAsAWhole(state, pod, view, refusal, Set.of()));
    }
    if (aboutAll instanceof ExtenderAnswer.Failed(ExtenderQuestion _, Status.Error error)) {
      return decided(new ScheduleResult.Aborted(error, recordWithoutNodes(view, 0)));
    }

    // 2. PreFilter looks at the pod as a whole.
    check.begin();
    long preFilterStart = System.nanoTime();
    PreFilterOutcome outcome = preFilter.run(state, pod, view);
    times.took(TimedPoint.PRE_FILTER, outcome.status(), preFilterStart);
    PreFilterOutcome.Candidates candidates;
    switch (outcome) {
      case PreFilterOutcome.Failed failed -> {
        return decided(new ScheduleResult.Aborted(failed.error(), recordWithoutNodes(view, 0)));
      }
      case PreFilterOutcome.Rejected(Status status, Set<String> narrowedBy) -> {
        return decided(unfitAsAWhole(state, pod, view, status, narrowedBy));
      }
      case PreFilterOutcome.Candidates some -> candidates = some;
    }

    // 3. A node that was promised to the pod is taken without looking at others.
    int promised = aboutAll == null ? promised(pod, view) : -1;
    Status verdict = promised < 0 ? null : judgePromised(state, pod, view, promised);
    if (verdict instanceof Status.Success) {
      Node node = view.node(promised).node();
      ExtenderQuestion open = answer == null ? extenders.aboutPromised(pod, node) : null;
      if (open != null) {
        return new Step.Asks(open);
      }
      if (answer == null || ExtenderPhase.passes(answer, node.name())) {
        return decided(new ScheduleResult.Selected(node.name(), 1, 1, recordWithoutNodes(view, 1)));
      }
    }

    // 4. Filter judges every candidate, and extenders judge what remains.
    long filterStart = System.nanoTime();
    StatusCodes table = view.memos().codes();
    int judged = filter.run(state, pod, view, candidates, codes);
    if (verdict != null && verdict.isRejection()) {
      codes.set(promised, table.codeOf(verdict));
    }
    if (aboutAll instanceof ExtenderAnswer.Judged remaining) {
      extenders.apply(remaining, view, codes);
    } else {
      limit.apply(codes, judged, table.codeOf(FilterPhase.NOT_VISITED));
    }
    counts.count(codes.column(), table);
    Status.Error broken = codes.rejected() == 0 ? null : counts.firstError(table);
    times.took(TimedPoint.FILTER, broken, filterStart);
    if (broken != null) {
      return decided(new ScheduleResult.Aborted(broken, record(state, pod, view, List.of())));
    }
    ExtenderQuestion open = aboutAll == null ? extenders.aboutAll(pod, view, codes) : null;
    if (open != null) {
      return new Step.Asks(open);
    }

    // 5. No node is left, or one: nothing to score.
    int feasible = codes.count();
    if (feasible == 0) {
      return decided(unfit(state, pod, view, candidates));
    }
    if (feasible == 1) {
      return decided(selected(state, pod, view, codes.next(0), candidates, List.of()));
    }

    // 6. Score ranks them, and one of the best is taken.
    Status.Error failed = score.run(state, pod, view);
    if (failed != null) {
      return decided(new ScheduleResult.Aborted(failed, record(state, pod, view, List.of())));
    }
    return decided(
        extenders.scores()
            ? bestWithExtenders(state, pod, view, candidates)
            : best(state, pod, view, candidates));
  }

  private static Step decided(ScheduleResult result) {
    return new Step.Decided(result);
  }

  private static int promised(PodInfo pod, ClusterView view) {
    return pod.nominatedNodeName().isEmpty() ? -1 : view.ordinal(pod.nominatedNodeName());
  }

  private ScheduleResult best(
      CycleState state, PodInfo pod, ClusterView view, PreFilterOutcome.Candidates candidates) {
    Ranking.Best best = score.best();
    int chosen = score.nthBest(best, ties.choose(best.count()));
    return selected(state, pod, view, chosen, candidates, bestNodes(view));
  }

  private ScheduleResult bestWithExtenders(
      CycleState state, PodInfo pod, ClusterView view, PreFilterOutcome.Candidates candidates) {
    ExtendedRanking ranking = new ExtendedRanking(codes, score, extenders, view);
    int chosen = ranking.nthBest(ties.choose(ranking.bestCount()));
    List<DecisionRecord.ScoredNode> shown = new ArrayList<>();
    if (recording == Recording.ON) {
      for (ExtendedRanking.Ranked node : ranking.top(DecisionRecord.MAX_BEST)) {
        shown.add(scored(view, node.ordinal(), node.total()));
      }
    }
    return selected(state, pod, view, chosen, candidates, shown);
  }

  /**
   * Judges and scores every node, as {@link #schedule} would without its short cuts and without
   * PostFilter.
   */
  public Judgement judge(CycleState state, PodInfo pod, ClusterView view) {
    extenders.begin();
    if (view.nodeCount() == 0) {
      return new Judgement(null, null, Map.of(), Map.of(), null, Diagnosis.noNodes());
    }
    Status refusal = RefusalCheck.check(pod);
    if (refusal != null) {
      Diagnosis diagnosis = rejectedAsAWhole(view, refusal, Set.of());
      return new Judgement(refusal, null, Map.of(), Map.of(), null, diagnosis);
    }
    PreFilterOutcome outcome = preFilter.run(state, pod, view);
    return switch (outcome) {
      case PreFilterOutcome.Failed _ ->
          new Judgement(null, outcome, Map.of(), Map.of(), null, null);
      case PreFilterOutcome.Rejected(Status status, Set<String> narrowedBy) ->
          new Judgement(
              null, outcome, Map.of(), Map.of(), null, rejectedAsAWhole(view, status, narrowedBy));
      case PreFilterOutcome.Candidates candidates -> judgeNodes(state, pod, view, candidates);
    };
  }

  /**
   * Judges only these nodes, and scores those that pass as if there were no others.
   *
   * @param names nodes that the view does not have are rejected
   */
  public Assessment assess(
      CycleState state, PodInfo pod, ClusterView view, List<String> names, Assessment.Depth depth) {
    Status refusal = RefusalCheck.check(pod);
    if (refusal != null) {
      return Assessment.Judged.everywhere(names, refusal);
    }
    return switch (preFilter.run(state, pod, view)) {
      case PreFilterOutcome.Failed(Status.Error error) -> new Assessment.Failed(error);
      case PreFilterOutcome.Rejected(Status status, Set<String> _) ->
          Assessment.Judged.everywhere(names, status);
      case PreFilterOutcome.Candidates candidates -> {
        filter.run(state, pod, view, candidates, codes);
        yield assess(state, pod, view, NamedNodes.of(names, view), depth);
      }
    };
  }

  private Assessment assess(
      CycleState state, PodInfo pod, ClusterView view, NamedNodes named, Assessment.Depth depth) {
    StatusCodes table = view.memos().codes();
    List<Status> verdicts = named.verdicts(codes, table);
    boolean anyPasses = false;
    for (int i = 0; i < verdicts.size(); i++) {
      if (verdicts.get(i) instanceof Status.Error error) {
        return new Assessment.Failed(error);
      }
      anyPasses |= verdicts.get(i) instanceof Status.Success;
    }
    boolean scored = depth == Assessment.Depth.SCORE && anyPasses;
    if (scored) {
      named.leaveOnly(codes, table.codeOf(FilterPhase.NOT_VISITED));
      Status.Error failed = score.run(state, pod, view);
      if (failed != null) {
        return new Assessment.Failed(failed);
      }
    }
    return new Assessment.Judged(
        named.names(), verdicts, named.totals(codes, ordinal -> scored ? score.total(ordinal) : 0));
  }

  /** Those of the nodes on which the pod would pass if these pods were gone from them. */
  public Set<String> fitWithout(
      CycleState state, PodInfo pod, ClusterView view, Map<String, List<PodInfo>> gone) {
    if (RefusalCheck.check(pod) != null
        || !(preFilter.run(state, pod, view) instanceof PreFilterOutcome.Candidates candidates)) {
      return Set.of();
    }
    Set<String> only = candidates.nodeNames();
    Set<String> fit = new HashSet<>();
    gone.forEach(
        (name, victims) -> {
          NodeInfo node = only == null || only.contains(name) ? view.find(name) : null;
          if (node != null && fitsWithout(state, pod, node, victims)) {
            fit.add(name);
          }
        });
    return fit;
  }

  private boolean fitsWithout(CycleState state, PodInfo pod, NodeInfo node, List<PodInfo> gone) {
    CycleState fork = state.fork();
    NodeInfo emptier = node;
    for (PodInfo victim : gone) {
      emptier = emptier.withoutPod(victim.uid());
      if (!nodeFilters.removePod(fork, pod, victim, emptier).isSuccess()) {
        return false;
      }
    }
    return nodeFilters.filterWithNominatedPods(fork, pod, emptier).isSuccess();
  }

  private Judgement judgeNodes(
      CycleState state, PodInfo pod, ClusterView view, PreFilterOutcome.Candidates candidates) {
    StatusCodes table = view.memos().codes();
    filter.run(state, pod, view, candidates, codes);
    counts.count(codes.column(), table);
    Map<String, Status> rejected = new LinkedHashMap<>();
    Status absent = candidates.nodeNames() == null ? null : candidates.absentStatus();
    for (int i = 0; i < codes.size(); i++) {
      Status status = codes.get(i) == 0 ? null : table.statusOf(codes.get(i));
      if (status != null && !status.equals(absent)) {
        rejected.put(view.node(i).name(), status);
      }
    }
    boolean anyFeasible = codes.count() > 0;
    Status.Error failed = anyFeasible ? score.run(state, pod, view) : null;
    Map<String, Judgement.NodeScores> scores = new LinkedHashMap<>();
    for (int i = codes.next(0); i >= 0; i = codes.next(i + 1)) {
      scores.put(
          view.node(i).name(),
          failed == null
              ? new Judgement.NodeScores(score.total(i), score.scoresOf(i))
              : new Judgement.NodeScores(0, List.of()));
    }
    boolean decided = anyFeasible || counts.firstError(table) != null;
    return new Judgement(
        null, candidates, rejected, scores, failed, decided ? null : diagnose(view, candidates));
  }

  private Status judgePromised(CycleState state, PodInfo pod, ClusterView view, int ordinal) {
    long start = System.nanoTime();
    Status verdict = filter.judge(state, pod, view, ordinal);
    times.took(TimedPoint.FILTER, verdict instanceof Status.Error ? verdict : null, start);
    return verdict;
  }

  private ScheduleResult selected(
      CycleState state,
      PodInfo pod,
      ClusterView view,
      int ordinal,
      PreFilterOutcome.Candidates candidates,
      List<DecisionRecord.ScoredNode> best) {
    int absent =
        candidates.nodeNames() == null
            ? 0
            : counts.of(view.memos().codes().codeOf(candidates.absentStatus()));
    int notVisited = counts.of(view.memos().codes().codeOf(FilterPhase.NOT_VISITED));
    return new ScheduleResult.Selected(
        view.node(ordinal).name(),
        codes.size() - absent - notVisited,
        codes.count(),
        record(state, pod, view, best));
  }

  /** No node passed: each has a status of its own. */
  private ScheduleResult unfit(
      CycleState state, PodInfo pod, ClusterView view, PreFilterOutcome.Candidates candidates) {
    StatusCodes table = view.memos().codes();
    Diagnosis diagnosis = diagnose(view, candidates);
    DecisionRecord record = record(state, pod, view, List.of());
    NodeStatuses statuses = ordinal -> table.statusOf(codes.get(ordinal));
    return new ScheduleResult.Unfit(postFilter.run(state, pod, view, statuses, diagnosis), record);
  }

  /** No node was looked at: they all have the same status. */
  private ScheduleResult unfitAsAWhole(
      CycleState state, PodInfo pod, ClusterView view, Status status, Set<String> narrowedBy) {
    Diagnosis diagnosis = rejectedAsAWhole(view, status, narrowedBy);
    DecisionRecord record =
        recording == Recording.OFF
            ? DecisionRecord.NONE
            : DecisionRecord.ofRejectedPod(view.generation(), view.nodeCount(), status);
    NodeStatuses everywhere = ordinal -> status;
    return new ScheduleResult.Unfit(
        postFilter.run(state, pod, view, everywhere, diagnosis), record);
  }

  private static Diagnosis rejectedAsAWhole(
      ClusterView view, Status status, Set<String> narrowedBy) {
    Set<String> blamed = new HashSet<>(narrowedBy);
    Set<String> pending = new HashSet<>();
    blame(status, blamed, pending);
    return Diagnosis.beforePostFilter(view.nodeCount(), status, Map.of(), blamed, pending);
  }

  private Diagnosis diagnose(ClusterView view, PreFilterOutcome.Candidates candidates) {
    Map<Status, Integer> rejections = counts.byStatus(view.memos().codes());
    rejections.remove(FilterPhase.NOT_VISITED);
    extenders.addUnknown(view, rejections);
    Set<String> blamed = new HashSet<>(candidates.narrowedBy());
    Set<String> pending = new HashSet<>();
    for (Status status : rejections.keySet()) {
      if (extenders.isFromExtender(status)) {
        blamed.add(ExternalExtender.PLUGIN);
      } else {
        blame(status, blamed, pending);
      }
    }
    extenders.blame(blamed);
    return Diagnosis.beforePostFilter(view.nodeCount(), null, rejections, blamed, pending);
  }

  private static void blame(Status status, Set<String> blamed, Set<String> pending) {
    if (!status.plugin().isEmpty()) {
      blamed.add(status.plugin());
      if (status instanceof Status.Pending) {
        pending.add(status.plugin());
      }
    }
  }

  private DecisionRecord record(
      CycleState state, PodInfo pod, ClusterView view, List<DecisionRecord.ScoredNode> best) {
    return recording == Recording.OFF
        ? DecisionRecord.NONE
        : recorder.record(state, pod, view, codes.column(), counts, best);
  }

  private DecisionRecord recordWithoutNodes(ClusterView view, int feasible) {
    return recording == Recording.OFF
        ? DecisionRecord.NONE
        : DecisionRecord.withoutNodes(view.generation(), view.nodeCount(), feasible);
  }

  private List<DecisionRecord.ScoredNode> bestNodes(ClusterView view) {
    if (recording == Recording.OFF) {
      return List.of();
    }
    List<DecisionRecord.ScoredNode> best = new ArrayList<>();
    for (int ordinal : score.top(DecisionRecord.MAX_BEST)) {
      best.add(scored(view, ordinal, score.total(ordinal)));
    }
    return best;
  }

  private DecisionRecord.ScoredNode scored(ClusterView view, int ordinal, long total) {
    String name = view.node(ordinal).name();
    List<PluginScore> parts = new ArrayList<>(score.scoresOf(ordinal));
    parts.addAll(extenders.scoresOf(name));
    return new DecisionRecord.ScoredNode(name, total, parts);
  }
}
