package dev.berth.queue;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.EventResource;
import dev.berth.framework.QueueingHint;
import dev.berth.model.PodInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The plugins of random histories, told twice: to the real queue and to the naive one. */
final class HistoryPlugins {
  private static final ClusterEvent NODE_LABEL =
      event(EventResource.NODE, ActionType.UPDATE_NODE_LABEL);
  private static final ClusterEvent NODE_TAINT =
      event(EventResource.NODE, ActionType.UPDATE_NODE_TAINT);
  private static final ClusterEvent CLASS_ADD = event(EventResource.STORAGE_CLASS, ActionType.ADD);
  private static final ClusterEvent POD_UPDATE = event(EventResource.POD, ActionType.UPDATE);
  private static final ClusterEvent POD_GATES =
      event(EventResource.POD, ActionType.UPDATE_POD_SCHEDULING_GATES_ELIMINATED);
  private static final ClusterEvent POD_DELETE = event(EventResource.POD, ActionType.DELETE);
  static final List<ClusterEvent> EVENTS =
      List.of(
          NodeEvents.ADD,
          NodeEvents.DELETE,
          NODE_LABEL,
          NODE_TAINT,
          PodEvents.ASSIGNED_POD_ADD,
          PodEvents.ASSIGNED_POD_DELETE,
          CLASS_ADD);

  /** Those that reject; nobody has heard of the last one. */
  static final List<String> NAMES = List.of("Add", "Label", "Pods", "Deaf", "Unknown");

  /** Whether pods of priority 2 may become active. */
  boolean doorIsOpen = true;

  void installIn(QueueBed bed) {
    bed.gate("Gates", pod -> pod.schedulingGates().isEmpty())
        .gate("Door", this::passesDoor)
        .listens("Gates", POD_GATES)
        .listens("Door", NodeEvents.DELETE)
        .listens("Add", NodeEvents.ADD)
        .hint("Label", NODE_LABEL, (pod, before, after) -> hint(isOdd(pod, after)))
        .hint("Pods", POD_UPDATE, (pod, before, after) -> hint(pod.priority() > 1))
        .listens("Pods", POD_DELETE)
        .deaf("Deaf");
  }

  NaiveQueue.Rules rules() {
    return new PlainRules();
  }

  private static ClusterEvent event(EventResource resource, ActionType action) {
    return ClusterEvent.of(resource, action);
  }

  private static QueueingHint hint(boolean queue) {
    return queue ? QueueingHint.QUEUE : QueueingHint.SKIP;
  }

  private static boolean isOdd(PodInfo pod, @Nullable Object after) {
    return after instanceof Integer number && (number + pod.priority()) % 2 != 0;
  }

  private boolean passesDoor(PodInfo pod) {
    return doorIsOpen || pod.priority() != 2;
  }

  /** The same plugins as above, said by the labels of events and without the framework. */
  private final class PlainRules implements NaiveQueue.Rules {
    @Override
    public @Nullable String gateOf(PodInfo pod, @Nullable String gatedBefore) {
      boolean gates = !pod.schedulingGates().isEmpty();
      boolean door = !passesDoor(pod);
      if (gates && door) {
        return "Door".equals(gatedBefore) ? "Door" : "Gates";
      }
      return gates ? "Gates" : door ? "Door" : null;
    }

    @Override
    public boolean listens(String plugin, ClusterEvent event) {
      String label = event.label();
      return switch (plugin) {
        case "Gates" -> label.endsWith("PodUpdatePodSchedulingGatesEliminated");
        case "Door" -> label.equals("NodeDelete");
        case "Add" -> label.equals("NodeAdd") || label.equals("NodeUpdateNodeTaint");
        case "Label" -> label.equals("NodeUpdateNodeLabel");
        case "Pods" -> label.contains("PodUpdate") || label.endsWith("PodDelete");
        case "Deaf" -> false;
        default -> true;
      };
    }

    @Override
    public boolean saysQueue(
        String plugin, PodInfo pod, ClusterEvent event, @Nullable Object after) {
      return switch (plugin) {
        case "Label" -> isOdd(pod, after);
        case "Pods" -> event.label().endsWith("PodDelete") || pod.priority() > 1;
        default -> true;
      };
    }
  }
}
