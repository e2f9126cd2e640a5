package dev.berth.plugins.nodeunschedulable;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.CycleState;
import dev.berth.framework.EnqueueExtensions;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.MemoizedFilter;
import dev.berth.framework.NodeDependence;
import dev.berth.framework.QueueingHint;
import dev.berth.framework.Status;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.model.Taint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rejects cordoned nodes, unless the pod tolerates the taint that a cordoned node usually carries.
 *
 * <p>The node's {@code spec.unschedulable} decides, not whether the taint is there. Mirrors {@code
 * plugins/nodeunschedulable/node_unschedulable.go}, Kubernetes 1.36.3. Threading: immutable.
 */
public final class NodeUnschedulable implements MemoizedFilter, EnqueueExtensions {

  public static final String NAME = "NodeUnschedulable";

  private static final Taint CORDONED =
      new Taint("node.kubernetes.io/unschedulable", "", Taint.NO_SCHEDULE);

  private static final Status REJECTED = Status.unresolvable("node(s) were unschedulable").by(NAME);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
    return !node.node().unschedulable() || toleratesCordon(pod) ? Status.success() : REJECTED;
  }

  private static boolean toleratesCordon(PodInfo pod) {
    return pod.tolerations().tolerates(CORDONED);
  }

  @Override
  public NodeDependence filterDependence() {
    return NodeDependence.NODE_OBJECT;
  }

  /** Whether the pod may go to cordoned nodes: there are two kinds of pods. */
  @Override
  public Object filterAspect(CycleState state, PodInfo pod) {
    return toleratesCordon(pod);
  }

  @Override
  public List<EventRegistration> eventsToRegister() {
    return List.of(
        EventRegistration.onNode(
            ClusterEvent.of(EventResource.NODE, ActionType.ADD, ActionType.UPDATE_NODE_TAINT),
            NodeUnschedulable::afterNodeChange),
        EventRegistration.onPod(
            ClusterEvent.of(EventResource.POD, ActionType.UPDATE_POD_TOLERATION),
            NodeUnschedulable::afterTolerationChange));
  }

  private static QueueingHint afterNodeChange(PodInfo pod, @Nullable Node before, Node after) {
    boolean cordonedBefore = before == null || before.unschedulable();
    return cordonedBefore && !after.unschedulable() ? QueueingHint.QUEUE : QueueingHint.SKIP;
  }

  private static QueueingHint afterTolerationChange(
      PodInfo pod, @Nullable PodInfo before, @Nullable PodInfo after) {
    return after != null && after.uid().equals(pod.uid()) && toleratesCordon(after)
        ? QueueingHint.QUEUE
        : QueueingHint.SKIP;
  }
}
