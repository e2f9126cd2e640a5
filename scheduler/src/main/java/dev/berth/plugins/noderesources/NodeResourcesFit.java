package dev.berth.plugins.noderesources;

import dev.berth.columns.NodeColumns;
import dev.berth.config.NodeResourcesFitArgs;
import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.DeviceClassLister;
import dev.berth.framework.EnqueueExtensions;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.FeasibleNodes;
import dev.berth.framework.Listers;
import dev.berth.framework.MemoizedFilter;
import dev.berth.framework.MemoizedScore;
import dev.berth.framework.NodeDependence;
import dev.berth.framework.PreFilterPlugin;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.PreScorePlugin;
import dev.berth.framework.QueueingHint;
import dev.berth.framework.Shortfall;
import dev.berth.framework.StateKey;
import dev.berth.framework.Status;
import dev.berth.framework.StatusCodes;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.model.PodRequests;
import dev.berth.model.ResourceName;
import dev.berth.model.devices.DeviceClass;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rejects nodes without room for what the pod requests, and scores by how full a node would be,
 * with one of three strategies. There is no normalising.
 *
 * <p>The filter counts true requests; the score counts what containers without a request are taken
 * to use. An extended resource that a DeviceClass offers is left to DynamicResources on nodes that
 * do not have it themselves.
 *
 * <p>Mirrors {@code plugins/noderesources/fit.go}, Kubernetes 1.36.3. Threading: any thread.
 */
public final class NodeResourcesFit
    implements PreFilterPlugin, MemoizedFilter, PreScorePlugin, MemoizedScore, EnqueueExtensions {

  public static final String NAME = "NodeResourcesFit";

  private static final StateKey<Wanted> PRE_FILTER = StateKey.of("PreFilterNodeResourcesFit");

  private static final Status NO_STATE =
      Status.error("error reading \"" + PRE_FILTER + "\" from cycleState: not found").by(NAME);

  /**
   * What the pod requests.
   *
   * @param fromClasses the resources among them that DeviceClasses offer
   */
  private record Wanted(PodRequests requests, Set<ResourceName> fromClasses) {}

  private final DeviceClassLister classes;
  private final FitCheck check;
  private final FitScorer scorer;

  public NodeResourcesFit(NodeResourcesFitArgs args, Listers listers) {
    classes = listers.deviceClasses();
    check = new FitCheck(IgnoredResources.of(args));
    scorer = FitScorer.of(args.scoringStrategy());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public PreFilterResult preFilter(CycleState state, PodInfo pod, ClusterView view) {
    state.put(PRE_FILTER, new Wanted(pod.requests(), offeredByClasses(pod)));
    return PreFilterResult.allNodes();
  }

  private Set<ResourceName> offeredByClasses(PodInfo pod) {
    Set<ResourceName> offered = Set.of();
    for (ResourceName resource : pod.extendedResources()) {
      if (classes.offering(resource) != null) {
        offered = offered.isEmpty() ? new HashSet<>() : offered;
        offered.add(resource);
      }
    }
    return offered;
  }

  @Override
  public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
    Wanted wanted = state.find(PRE_FILTER);
    if (wanted == null) {
      return NO_STATE;
    }
    return check.verdict(
        wanted.requests().incoming(),
        wanted.fromClasses(),
        node.allocatable(),
        node.requested(),
        node.podCount());
  }

  @Override
  public NodeDependence filterDependence() {
    return NodeDependence.NODE_AND_PODS;
  }

  @Override
  public @Nullable Object filterAspect(CycleState state, PodInfo pod) {
    return state.find(PRE_FILTER);
  }

  @Override
  public boolean filterColumns(
      PodInfo pod, NodeColumns columns, StatusCodes codes, int[] into, int from, int to) {
    return check.columns(pod.requests().incoming(), columns, codes, into, from, to);
  }

  @Override
  public List<Shortfall> shortfalls(CycleState state, PodInfo pod, NodeInfo node) {
    return check.shortfalls(
        pod.requests().incoming(),
        offeredByClasses(pod),
        node.allocatable(),
        node.requested(),
        node.podCount());
  }

  /** Never skips: a pod without requests is scored too. */
  @Override
  public Status preScore(CycleState state, PodInfo pod, ClusterView view, FeasibleNodes nodes) {
    return Status.success();
  }

  @Override
  public long score(CycleState state, PodInfo pod, NodeInfo node) {
    return scorer.score(pod.requests().scoring(), node);
  }

  @Override
  public NodeDependence scoreDependence() {
    return NodeDependence.NODE_AND_PODS;
  }

  @Override
  public Object scoreAspect(CycleState state, PodInfo pod, ClusterView view) {
    return pod.requests();
  }

  @Override
  public boolean scoreColumns(PodInfo pod, NodeColumns columns, long[] into, int from, int to) {
    return scorer.columns(pod.requests().scoring(), columns, into, from, to);
  }

  @Override
  public List<EventRegistration> eventsToRegister() {
    return List.of(
        EventRegistration.onPod(
            ClusterEvent.of(EventResource.POD, ActionType.DELETE, ActionType.UPDATE_POD_SCALE_DOWN),
            FitHints::afterPodChange),
        EventRegistration.onNode(
            ClusterEvent.of(EventResource.NODE, ActionType.ADD, ActionType.UPDATE_NODE_ALLOCATABLE),
            (pod, before, after) ->
                FitHints.afterNodeChange(pod, offeredByClasses(pod), before, after)),
        new EventRegistration(
            ClusterEvent.of(EventResource.DEVICE_CLASS, ActionType.ADD, ActionType.UPDATE),
            (pod, before, after) ->
                after == null
                    ? QueueingHint.QUEUE
                    : FitHints.afterClassChange(
                        pod, (@Nullable DeviceClass) before, (DeviceClass) after)));
  }
}
