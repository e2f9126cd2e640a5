package dev.berth.plugins;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.EnqueueExtensions;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.FilterPlugin;
import dev.berth.framework.PermitPlugin;
import dev.berth.framework.Plugin;
import dev.berth.framework.PreEnqueuePlugin;
import dev.berth.framework.PreFilterPlugin;
import dev.berth.framework.ReservePlugin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events that a plugin wants to wake its pods with, as they count.
 *
 * <p>Mirrors {@code fillEnqueueExtensions} of {@code framework/runtime/framework.go} and {@code
 * buildQueueingHintMap} of {@code pkg/scheduler/scheduler.go}, Kubernetes 1.36.3. Threading: any
 * thread.
 */
final class Wakers {

  private Wakers() {}

  /** The plugin's events; none when it cannot reject a pod; null: every event. */
  static @Nullable List<EventRegistration> of(Plugin plugin) {
    if (!canReject(plugin)) {
      return List.of();
    }
    return plugin instanceof EnqueueExtensions extensions
        ? withImplied(extensions.eventsToRegister())
        : null;
  }

  private static boolean canReject(Plugin plugin) {
    return plugin instanceof PreEnqueuePlugin
        || plugin instanceof PreFilterPlugin
        || plugin instanceof FilterPlugin
        || plugin instanceof ReservePlugin
        || plugin instanceof PermitPlugin;
  }

  /**
   * Whoever waits for new nodes waits for changed taints too: a new node often has some at first.
   */
  private static List<EventRegistration> withImplied(List<EventRegistration> own) {
    if (!anyOnNodes(own, ActionType.ADD) || anyOnNodes(own, ActionType.UPDATE_NODE_TAINT)) {
      return List.copyOf(own);
    }
    List<EventRegistration> all = new ArrayList<>(own);
    all.add(
        EventRegistration.always(
            ClusterEvent.of(EventResource.NODE, ActionType.UPDATE_NODE_TAINT)));
    return List.copyOf(all);
  }

  private static boolean anyOnNodes(List<EventRegistration> events, ActionType action) {
    return events.stream()
        .map(EventRegistration::event)
        .anyMatch(
            event -> event.resource() == EventResource.NODE && event.actions().contains(action));
  }
}
