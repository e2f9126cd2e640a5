package dev.berth.plugins.nodedeclaredfeatures;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.EnqueueExtensions;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.MemoizedFilter;
import dev.berth.framework.NodeDependence;
import dev.berth.framework.PreFilterPlugin;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.QueueingHint;
import dev.berth.framework.StateKey;
import dev.berth.framework.Status;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rejects nodes that do not declare every feature which the pod's spec was found to need.
 *
 * <p>Mirrors {@code plugins/nodedeclaredfeatures/nodedeclaredfeatures.go}, Kubernetes 1.36.3.
 * Threading: immutable.
 */
public final class NodeDeclaredFeatures
    implements PreFilterPlugin, MemoizedFilter, EnqueueExtensions {

  public static final String NAME = "NodeDeclaredFeatures";

  private static final StateKey<Set<String>> PRE_FILTER =
      StateKey.of("PreFilterNodeDeclaredFeatures");

  private static final Status MISSING =
      Status.unresolvable("node(s) didn't match Pod's required features").by(NAME);

  private static final Status NO_STATE =
      Status.error("error reading \"" + PRE_FILTER + "\" from cycle-state: not found").by(NAME);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public PreFilterResult preFilter(CycleState state, PodInfo pod, ClusterView view) {
    Set<String> required = pod.requiredFeatures();
    if (required.isEmpty()) {
      return PreFilterResult.skip();
    }
    state.put(PRE_FILTER, required);
    return PreFilterResult.allNodes();
  }

  @Override
  public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
    Set<String> required = state.find(PRE_FILTER);
    if (required == null) {
      return NO_STATE;
    }
    return node.node().declaredFeatures().containsAll(required) ? Status.success() : MISSING;
  }

  @Override
  public NodeDependence filterDependence() {
    return NodeDependence.NODE_OBJECT;
  }

  @Override
  public @Nullable Object filterAspect(CycleState state, PodInfo pod) {
    return state.find(PRE_FILTER);
  }

  @Override
  public List<EventRegistration> eventsToRegister() {
    return List.of(
        EventRegistration.onNode(
            ClusterEvent.of(
                EventResource.NODE, ActionType.ADD, ActionType.UPDATE_NODE_DECLARED_FEATURE),
            NodeDeclaredFeatures::afterNodeChange),
        EventRegistration.onPod(
            ClusterEvent.of(EventResource.POD, ActionType.UPDATE),
            NodeDeclaredFeatures::afterPodUpdate));
  }

  /** Any change of what the node declares will do, also one that does not concern the pod. */
  private static QueueingHint afterNodeChange(PodInfo pod, @Nullable Node before, Node after) {
    return before != null && before.declaredFeatures().equals(after.declaredFeatures())
        ? QueueingHint.SKIP
        : QueueingHint.QUEUE;
  }

  private static QueueingHint afterPodUpdate(
      PodInfo pod, @Nullable PodInfo before, @Nullable PodInfo after) {
    if (after == null || !after.uid().equals(pod.uid())) {
      return QueueingHint.SKIP;
    }
    return before != null && before.requiredFeatures().equals(after.requiredFeatures())
        ? QueueingHint.SKIP
        : QueueingHint.QUEUE;
  }
}
