package dev.berth.queue;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.EventResource;
import dev.berth.model.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * The events that a node's arrival, change or departure is.
 *
 * <p>Mirrors {@code NodeSchedulingPropertiesChange} of {@code framework/events.go}, Kubernetes
 * 1.36.3, without changes of conditions and annotations, which a {@link Node} does not show. A
 * cordon is no event: it helps nobody.
 */
public final class NodeEvents {
  public static final ClusterEvent ADD = of(ActionType.ADD);
  public static final ClusterEvent DELETE = of(ActionType.DELETE);
  private static final ClusterEvent ALLOCATABLE = of(ActionType.UPDATE_NODE_ALLOCATABLE);
  private static final ClusterEvent LABEL = of(ActionType.UPDATE_NODE_LABEL);
  private static final ClusterEvent TAINT = of(ActionType.UPDATE_NODE_TAINT);
  private static final ClusterEvent FEATURE = of(ActionType.UPDATE_NODE_DECLARED_FEATURE);

  private NodeEvents() {}

  /** What changed from one version of a node to the next; empty when nothing may help a pod. */
  public static List<ClusterEvent> of(Node before, Node after) {
    List<ClusterEvent> events = new ArrayList<>();
    boolean uncordoned = before.unschedulable() && !after.unschedulable();
    if (uncordoned || !before.taints().equals(after.taints())) {
      events.add(TAINT);
    }
    if (!before.allocatable().equals(after.allocatable())) {
      events.add(ALLOCATABLE);
    }
    if (!before.labels().equals(after.labels())) {
      events.add(LABEL);
    }
    if (!before.declaredFeatures().equals(after.declaredFeatures())) {
      events.add(FEATURE);
    }
    return List.copyOf(events);
  }

  private static ClusterEvent of(ActionType action) {
    return ClusterEvent.of(EventResource.NODE, action);
  }
}
