package dev.berth.plugins.nodename;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.CycleState;
import dev.berth.framework.EnqueueExtensions;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.MemoizedFilter;
import dev.berth.framework.NodeDependence;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.List;

/**
 * Lets a pod whose spec names a node pass on that node only.
 *
 * <p>Mirrors {@code plugins/nodename/node_name.go}, Kubernetes 1.36.3. Threading: immutable.
 */
public final class NodeName implements MemoizedFilter, EnqueueExtensions {

  public static final String NAME = "NodeName";

  private static final Status OTHER_NODE =
      Status.unresolvable("node(s) didn't match the requested node name").by(NAME);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
    String wanted = pod.nodeName();
    return wanted.isEmpty() || wanted.equals(node.name()) ? Status.success() : OTHER_NODE;
  }

  @Override
  public NodeDependence filterDependence() {
    return NodeDependence.NODE_OBJECT;
  }

  /** The name: for nearly all pods that are decided about, none. */
  @Override
  public Object filterAspect(CycleState state, PodInfo pod) {
    return pod.nodeName();
  }

  @Override
  public List<EventRegistration> eventsToRegister() {
    return List.of(EventRegistration.always(ClusterEvent.of(EventResource.NODE, ActionType.ADD)));
  }
}
