package dev.berth.queue;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.EventResource;
import dev.berth.model.PodInfo;
import dev.berth.model.Resources;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The events that a pod's arrival, change or departure is.
 *
 * <p>Mirrors {@code PodSchedulingPropertiesChange} of {@code framework/events.go}, Kubernetes
 * 1.36.3, without changes of resource claims, which a {@link PodInfo} does not show.
 */
public final class PodEvents {

  /** A pod with a node is new, or a pod got its node. */
  public static final ClusterEvent ASSIGNED_POD_ADD =
      ClusterEvent.of(EventResource.ASSIGNED_POD, ActionType.ADD);

  /**
   * A pod with a node is gone, an assumed pod was forgotten, or a nominated pod lost its
   * nomination.
   */
  public static final ClusterEvent ASSIGNED_POD_DELETE =
      ClusterEvent.of(EventResource.ASSIGNED_POD, ActionType.DELETE);

  /** A pod with a node has changed; {@link #of} has the finer ones. */
  public static final ClusterEvent ASSIGNED_POD_UPDATE =
      ClusterEvent.of(EventResource.ASSIGNED_POD, ActionType.UPDATE);

  /** A pod without a node is new. */
  public static final ClusterEvent UNSCHEDULABLE_POD_ADD =
      ClusterEvent.of(EventResource.UNSCHEDULABLE_POD, ActionType.ADD);

  /** A pod without a node has changed; {@link #of} has the finer ones. */
  public static final ClusterEvent UNSCHEDULABLE_POD_UPDATE =
      ClusterEvent.of(EventResource.UNSCHEDULABLE_POD, ActionType.UPDATE);

  /** A pod without a node is gone, or got one. */
  public static final ClusterEvent UNSCHEDULABLE_POD_DELETE =
      ClusterEvent.of(EventResource.UNSCHEDULABLE_POD, ActionType.DELETE);

  private static final Map<ActionType, ClusterEvent> ASSIGNED = all(EventResource.ASSIGNED_POD);
  private static final Map<ActionType, ClusterEvent> UNASSIGNED =
      all(EventResource.UNSCHEDULABLE_POD);

  private PodEvents() {}

  /**
   * What changed from one version of a pod to the next; the plain Update when nothing finer did.
   */
  public static List<ClusterEvent> of(PodInfo before, PodInfo after) {
    List<ActionType> actions = new ArrayList<>();
    if (!before.labels().equals(after.labels())) {
      actions.add(ActionType.UPDATE_POD_LABEL);
    }
    if (isScaledDown(before.requests().placed(), after.requests().placed())) {
      actions.add(ActionType.UPDATE_POD_SCALE_DOWN);
    }
    if (!before.schedulingGates().isEmpty() && after.schedulingGates().isEmpty()) {
      actions.add(ActionType.UPDATE_POD_SCHEDULING_GATES_ELIMINATED);
    }
    // The API server lets tolerations be added only, never changed or removed.
    if (before.tolerations().list().size() != after.tolerations().list().size()) {
      actions.add(ActionType.UPDATE_POD_TOLERATION);
    }
    // What the spec says of claims does not change, so it is what the status says was made for it.
    if (!before.claims().claims().equals(after.claims().claims())) {
      actions.add(ActionType.UPDATE_POD_GENERATED_RESOURCE_CLAIM);
    }
    if (actions.isEmpty()) {
      actions.add(ActionType.UPDATE);
    }
    Map<ActionType, ClusterEvent> events = after.nodeName().isEmpty() ? UNASSIGNED : ASSIGNED;
    return actions.stream().map(events::get).toList();
  }

  /** True when any resource is requested less than before, or no longer. */
  private static boolean isScaledDown(Resources before, Resources after) {
    if (after.milliCpu() < before.milliCpu()
        || after.memoryBytes() < before.memoryBytes()
        || after.ephemeralStorageBytes() < before.ephemeralStorageBytes()) {
      return true;
    }
    for (int i = 0; i < before.scalarCount(); i++) {
      if (!after.hasScalar(before.scalarName(i))
          || after.scalar(before.scalarName(i)) < before.scalarValue(i)) {
        return true;
      }
    }
    return false;
  }

  private static Map<ActionType, ClusterEvent> all(EventResource resource) {
    Map<ActionType, ClusterEvent> events = new EnumMap<>(ActionType.class);
    for (ActionType action : ActionType.values()) {
      events.put(action, ClusterEvent.of(resource, action));
    }
    return events;
  }
}
