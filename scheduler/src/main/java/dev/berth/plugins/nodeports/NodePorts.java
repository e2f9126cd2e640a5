package dev.berth.plugins.nodeports;

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
import dev.berth.model.HostPort;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rejects nodes on which a pod already uses a host port that the pod wants.
 *
 * <p>Mirrors {@code plugins/nodeports/node_ports.go}, Kubernetes 1.36.3. Threading: immutable.
 */
public final class NodePorts implements PreFilterPlugin, MemoizedFilter, EnqueueExtensions {

  public static final String NAME = "NodePorts";

  private static final StateKey<List<HostPort>> PRE_FILTER = StateKey.of("PreFilterNodePorts");

  private static final Status TAKEN =
      Status.unschedulable("node(s) didn't have free ports for the requested pod ports").by(NAME);

  private static final Status NO_STATE =
      Status.error("reading \"" + PRE_FILTER + "\" from cycleState: not found").by(NAME);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public PreFilterResult preFilter(CycleState state, PodInfo pod, ClusterView view) {
    List<HostPort> wanted = pod.hostPorts();
    if (wanted.isEmpty()) {
      return PreFilterResult.skip();
    }
    state.put(PRE_FILTER, wanted);
    return PreFilterResult.allNodes();
  }

  @Override
  public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
    List<HostPort> wanted = state.find(PRE_FILTER);
    if (wanted == null) {
      return NO_STATE;
    }
    return node.portsConflict(wanted) ? TAKEN : Status.success();
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
  public List<EventRegistration> eventsToRegister() {
    return List.of(
        EventRegistration.onPod(
            ClusterEvent.of(EventResource.POD, ActionType.DELETE), NodePorts::afterPodDeleted),
        EventRegistration.always(ClusterEvent.of(EventResource.NODE, ActionType.ADD)));
  }

  private static QueueingHint afterPodDeleted(
      PodInfo pod, @Nullable PodInfo before, @Nullable PodInfo after) {
    return before != null && hasPlace(before) && sharePort(pod.hostPorts(), before.hostPorts())
        ? QueueingHint.QUEUE
        : QueueingHint.SKIP;
  }

  private static boolean hasPlace(PodInfo pod) {
    return !pod.nodeName().isEmpty() || !pod.nominatedNodeName().isEmpty();
  }

  private static boolean sharePort(List<HostPort> wanted, List<HostPort> freed) {
    for (HostPort port : wanted) {
      for (HostPort free : freed) {
        if (port.conflictsWith(free)) {
          return true;
        }
      }
    }
    return false;
  }
}
