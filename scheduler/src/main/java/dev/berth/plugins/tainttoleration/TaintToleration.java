package dev.berth.plugins.tainttoleration;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.EnqueueExtensions;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.FeasibleNodes;
import dev.berth.framework.MemoizedFilter;
import dev.berth.framework.MemoizedScore;
import dev.berth.framework.NodeDependence;
import dev.berth.framework.PreScorePlugin;
import dev.berth.framework.QueueingHint;
import dev.berth.framework.ScoreException;
import dev.berth.framework.Scores;
import dev.berth.framework.StateKey;
import dev.berth.framework.Status;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.model.Tolerations;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rejects nodes with a NoSchedule or NoExecute taint that the pod does not tolerate, and prefers
 * those with the fewest PreferNoSchedule taints that it does not tolerate.
 *
 * <p>A raw score is the number of such taints; normalising turns it round, so that no taint is 100.
 *
 * <p>Mirrors {@code plugins/tainttoleration/taint_toleration.go}, Kubernetes 1.36.3. Threading:
 * immutable.
 */
public final class TaintToleration
    implements MemoizedFilter, PreScorePlugin, MemoizedScore, EnqueueExtensions {

  public static final String NAME = "TaintToleration";

  private static final StateKey<Tolerations> PRE_SCORE = StateKey.of("PreScoreTaintToleration");

  private static final Status UNTOLERATED =
      Status.unresolvable("node(s) had untolerated taint(s)").by(NAME);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
    return isUntolerated(pod, node.node()) ? UNTOLERATED : Status.success();
  }

  private static boolean isUntolerated(PodInfo pod, Node node) {
    return pod.tolerations().firstUntolerated(node.taints()) != null;
  }

  @Override
  public NodeDependence filterDependence() {
    return NodeDependence.NODE_OBJECT;
  }

  @Override
  public Object filterAspect(CycleState state, PodInfo pod) {
    return pod.tolerations();
  }

  @Override
  public Status preScore(CycleState state, PodInfo pod, ClusterView view, FeasibleNodes nodes) {
    state.put(PRE_SCORE, pod.tolerations());
    return Status.success();
  }

  @Override
  public long score(CycleState state, PodInfo pod, NodeInfo node) throws ScoreException {
    Tolerations tolerations = state.find(PRE_SCORE);
    if (tolerations == null) {
      throw new ScoreException("failed to read \"" + PRE_SCORE + "\" from cycleState: not found");
    }
    return tolerations.untoleratedPreferNoSchedule(node.node().taints());
  }

  @Override
  public NodeDependence scoreDependence() {
    return NodeDependence.NODE_OBJECT;
  }

  @Override
  public @Nullable Object scoreAspect(CycleState state, PodInfo pod, ClusterView view) {
    return state.find(PRE_SCORE);
  }

  @Override
  public void normalize(CycleState state, PodInfo pod, Scores scores) {
    scores.normalizeByMax(true);
  }

  @Override
  public List<EventRegistration> eventsToRegister() {
    return List.of(
        EventRegistration.onNode(
            ClusterEvent.of(EventResource.NODE, ActionType.ADD, ActionType.UPDATE_NODE_TAINT),
            TaintToleration::afterNodeChange),
        EventRegistration.onPod(
            ClusterEvent.of(EventResource.POD, ActionType.UPDATE_POD_TOLERATION),
            TaintToleration::afterTolerationChange));
  }

  private static QueueingHint afterNodeChange(PodInfo pod, @Nullable Node before, Node after) {
    boolean untoleratedBefore = before == null || isUntolerated(pod, before);
    return untoleratedBefore && !isUntolerated(pod, after) ? QueueingHint.QUEUE : QueueingHint.SKIP;
  }

  private static QueueingHint afterTolerationChange(
      PodInfo pod, @Nullable PodInfo before, @Nullable PodInfo after) {
    boolean itself = after != null && after.uid().equals(pod.uid());
    return itself ? QueueingHint.QUEUE : QueueingHint.SKIP;
  }
}
