package dev.berth.pipeline;

import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.Filters;
import dev.berth.framework.NominatedPods;
import dev.berth.framework.PointTimes;
import dev.berth.framework.ProfilePlugins;
import dev.berth.model.PodInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One profile's way from a pod and a view to a node, and what else can be asked about the two.
 *
 * <p>Decides as kube-scheduler 1.36.3, with all nodes considered unless the profile asks for a
 * percentage.
 *
 * <p>Threading: the thread that owns the views it is given; one question at a time, its columns are
 * reused.
 */
public final class Pipeline {
  private final Phases phases;

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
    this.phases =
        new Phases(plugins, nominated, mode, ties, recording, countCheckInterval, times, extenders);
  }

  /** The filters of this profile, for plugins that judge nodes with pods added or removed. */
  public Filters filters() {
    return phases.nodeFilters;
  }

  /**
   * Finds a node for a pod that no extender decides about; the view does not change during the
   * call.
   */
  public ScheduleResult schedule(CycleState state, PodInfo pod, ClusterView view) {
    return switch (step(state, pod, view, ExtenderAnswers.NONE)) {
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
   * @param answers to what earlier steps of the attempt asked
   */
  public Step step(CycleState state, PodInfo pod, ClusterView view, ExtenderAnswers answers) {
    return new Decision(phases, state, pod, view, answers).step();
  }

  /**
   * Judges and scores every node, as {@link #schedule} would without its short cuts and without
   * PostFilter.
   */
  public Judgement judge(CycleState state, PodInfo pod, ClusterView view) {
    return new NodeByNode(phases, state, pod, view).judge();
  }

  /**
   * Judges only these nodes, and scores those that pass as if there were no others.
   *
   * @param names nodes that the view does not have are rejected
   */
  public Assessment assess(
      CycleState state, PodInfo pod, ClusterView view, List<String> names, Assessment.Depth depth) {
    return new ForeignAssessment(phases, state, pod, view).assess(names, depth);
  }

  /** Those of the nodes on which the pod would pass if these pods were gone from them. */
  public Set<String> fitWithout(
      CycleState state, PodInfo pod, ClusterView view, Map<String, List<PodInfo>> gone) {
    return new ForeignAssessment(phases, state, pod, view).fitWithout(gone);
  }
}
