package dev.berth.plugins.podtopologyspread;

import dev.berth.columns.FractionColumn;
import dev.berth.columns.ScoreColumn;
import dev.berth.config.PodTopologySpreadArgs;
import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CountedFilter;
import dev.berth.framework.CountedScore;
import dev.berth.framework.CycleState;
import dev.berth.framework.DomainRule;
import dev.berth.framework.EnqueueExtensions;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.FeasibleNodes;
import dev.berth.framework.Listers;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.ScoreException;
import dev.berth.framework.Scores;
import dev.berth.framework.StateKey;
import dev.berth.framework.Status;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.model.SpreadConstraint;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the pods that a constraint counts evenly spread over the values of a node label.
 *
 * <p>Filter: {@code pods in the node's domain + 1 if the pod counts itself - pods in the emptiest
 * domain <= maxSkew} for every required constraint. Score: the sum over preferred constraints of
 * {@code pods in the domain * ln(domains + 2) + maxSkew - 1}, turned round when normalised.
 *
 * <p>The view keeps counts for it, see {@link SpreadTally}.
 *
 * <p>Mirrors plugins/podtopologyspread, Kubernetes 1.36.3. Threading: scheduler thread only.
 */
public final class PodTopologySpread implements CountedFilter, CountedScore, EnqueueExtensions {
  public static final String NAME = "PodTopologySpread";

  private static final StateKey<SpreadCounts> PRE_FILTER = StateKey.of("PreFilter" + NAME);
  private static final StateKey<SpreadScores> PRE_SCORE = StateKey.of("PreScore" + NAME);

  private static final Status NOT_COUNTED =
      Status.error("reading \"" + PRE_FILTER + "\" from cycleState: not found");

  private final Constraints constraints;
  private final SpreadHints hints;

  /** Of one attempt; kept for its room. */
  private final FractionColumn sums = new FractionColumn();

  public PodTopologySpread(PodTopologySpreadArgs args, Listers listers) {
    constraints = new Constraints(args, listers);
    hints = new SpreadHints(constraints);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public PreFilterResult preFilter(CycleState state, PodInfo pod, ClusterView view) {
    return preFilter(state, pod, hard -> SpreadCounts.of(pod, hard, view));
  }

  @Override
  public PreFilterResult preFilterByCounts(CycleState state, PodInfo pod, ClusterView view) {
    return preFilter(
        state,
        pod,
        hard -> {
          SpreadCounts kept = SpreadCounts.kept(pod, hard, view.memos());
          return kept == null ? SpreadCounts.of(pod, hard, view) : kept;
        });
  }

  private PreFilterResult preFilter(
      CycleState state, PodInfo pod, Function<List<SpreadConstraint>, SpreadCounts> count) {
    Constraints.Applying hard = constraints.hard(pod);
    Status failure = hard.failure();
    if (failure != null) {
      return PreFilterResult.failed(within("get constraints from pod: ", failure));
    }
    if (hard.list().isEmpty()) {
      return PreFilterResult.skip();
    }
    state.put(PRE_FILTER, count.apply(hard.list()));
    return PreFilterResult.allNodes();
  }

  /** An error says what it came from; a rejection has a reason that stands for itself. */
  private static Status within(String step, Status failure) {
    return failure instanceof Status.Error ? Status.error(step + failure.message()) : failure;
  }

  @Override
  public Status addPod(CycleState state, PodInfo pod, PodInfo added, NodeInfo node) {
    return update(state, pod, added, node, 1);
  }

  @Override
  public Status removePod(CycleState state, PodInfo pod, PodInfo removed, NodeInfo node) {
    return update(state, pod, removed, node, -1);
  }

  private static Status update(
      CycleState state, PodInfo pod, PodInfo changed, NodeInfo node, int delta) {
    SpreadCounts counts = state.find(PRE_FILTER);
    if (counts == null) {
      return NOT_COUNTED;
    }
    counts.update(pod, changed, node.node(), delta);
    return Status.success();
  }

  @Override
  public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
    SpreadCounts counts = state.find(PRE_FILTER);
    return counts == null ? NOT_COUNTED : counts.judge(pod, node.node());
  }

  @Override
  public @Nullable List<DomainRule> rules(CycleState state, PodInfo pod) {
    SpreadCounts counts = state.find(PRE_FILTER);
    return counts == null ? null : counts.rules(pod);
  }

  @Override
  public Status preScore(CycleState state, PodInfo pod, ClusterView view, FeasibleNodes nodes) {
    return preScore(
        state,
        pod,
        (soft, needAllLabels) -> SpreadScores.of(pod, soft, needAllLabels, view, nodes));
  }

  @Override
  public Status preScoreByCounts(
      CycleState state, PodInfo pod, ClusterView view, FeasibleNodes nodes) {
    return preScore(
        state,
        pod,
        (soft, needAllLabels) -> {
          SpreadScores kept = SpreadScores.kept(pod, soft, needAllLabels, view, nodes);
          return kept == null ? SpreadScores.of(pod, soft, needAllLabels, view, nodes) : kept;
        });
  }

  private Status preScore(
      CycleState state,
      PodInfo pod,
      BiFunction<List<SpreadConstraint>, Boolean, SpreadScores> count) {
    Constraints.Applying soft = constraints.soft(pod);
    Status failure = soft.failure();
    if (failure != null) {
      return within("calculating preScoreState: ", failure);
    }
    if (soft.list().isEmpty()) {
      return Status.skip();
    }
    boolean needAllLabels = constraints.needAllLabels(pod);
    state.put(PRE_SCORE, count.apply(soft.list(), needAllLabels));
    return Status.success();
  }

  @Override
  public long score(CycleState state, PodInfo pod, NodeInfo node) throws ScoreException {
    SpreadScores scores = state.find(PRE_SCORE);
    if (scores == null) {
      throw new ScoreException("error reading \"" + PRE_SCORE + "\" from cycleState: not found");
    }
    return scores.of(pod, node);
  }

  @Override
  public boolean scoreByCounts(CycleState state, PodInfo pod, ScoreColumn into) {
    SpreadScores scores = state.find(PRE_SCORE);
    return scores != null && scores.writeInto(sums, into);
  }

  @Override
  public void normalize(CycleState state, PodInfo pod, Scores scores) {
    state.get(PRE_SCORE).normalize(scores);
  }

  @Override
  public List<EventRegistration> eventsToRegister() {
    return List.of(
        EventRegistration.onPod(
            ClusterEvent.of(
                EventResource.POD,
                ActionType.ADD,
                ActionType.DELETE,
                ActionType.UPDATE_POD_LABEL,
                ActionType.UPDATE_POD_TOLERATION),
            hints::afterPodChange),
        new EventRegistration(
            ClusterEvent.of(
                EventResource.NODE,
                ActionType.ADD,
                ActionType.DELETE,
                ActionType.UPDATE_NODE_LABEL,
                ActionType.UPDATE_NODE_TAINT),
            (pod, before, after) ->
                hints.afterNodeChange(pod, (@Nullable Node) before, (@Nullable Node) after)));
  }
}
