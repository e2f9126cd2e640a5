package dev.berth.queue;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.Plugin;
import dev.berth.framework.PointTimes;
import dev.berth.framework.PreEnqueuePlugin;
import dev.berth.framework.ProfilePlugins;
import dev.berth.framework.Status;
import dev.berth.framework.TimedPoint;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the queue needs of one profile: its gates (PreEnqueue plugins) and its {@link Rejector}s.
 *
 * <p>Threading: scheduler thread only.
 */
final class QueueProfile {
  private static final Logger LOG = LoggerFactory.getLogger(QueueProfile.class);
  private static final ClusterEvent NODE_TAINT =
      ClusterEvent.of(EventResource.NODE, ActionType.UPDATE_NODE_TAINT);

  private final Map<String, PreEnqueuePlugin> gates = new LinkedHashMap<>();
  private final Map<String, Rejector> rejectors = new LinkedHashMap<>();

  QueueProfile(ProfilePlugins plugins) {
    plugins.preEnqueue().forEach(gate -> gates.put(gate.name(), gate));
    plugins
        .registrations()
        .forEach((plugin, events) -> rejectors.put(plugin, Rejector.of(plugin, withTaint(events))));
    pluginsThatReject(plugins).forEach(plugin -> rejector(plugin.name()));
  }

  private static Stream<Plugin> pluginsThatReject(ProfilePlugins plugins) {
    return Stream.of(
            plugins.preEnqueue(),
            plugins.placement().preFilter(),
            plugins.placement().filter(),
            plugins.commitment().reserve(),
            plugins.commitment().permit())
        .flatMap(List::stream);
  }

  /**
   * A plugin that waits for new nodes is given UpdateNodeTaint too when it did not register it, as
   * {@code buildQueueingHintMap} of {@code scheduler.go} does: new nodes are often born tainted.
   */
  private static List<EventRegistration> withTaint(List<EventRegistration> events) {
    if (!hasNodeAction(events, ActionType.ADD)
        || hasNodeAction(events, ActionType.UPDATE_NODE_TAINT)
        || hasNodeAction(events, ActionType.UPDATE)) {
      return events;
    }
    List<EventRegistration> more = new ArrayList<>(events);
    more.add(EventRegistration.always(NODE_TAINT));
    return more;
  }

  private static boolean hasNodeAction(List<EventRegistration> events, ActionType action) {
    return events.stream()
        .map(EventRegistration::event)
        .anyMatch(e -> e.resource() == EventResource.NODE && e.actions().contains(action));
  }

  /** The plugin of that name; one that is not known here is woken by anything. */
  Rejector rejector(String plugin) {
    return rejectors.computeIfAbsent(plugin, Rejector::wokenByAnything);
  }

  /** Does anything listen to such a change? */
  boolean listensTo(ClusterEvent event) {
    for (Rejector rejector : rejectors.values()) {
      if (rejector.listensTo(event)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Asks the PreEnqueue plugins whether the pod may become active, the one that gated it last time
   * first, and marks the pod with the first that says no.
   *
   * @param times told of each plugin; null when nobody wants to know
   */
  boolean admits(QueuedPod pod, @Nullable PointTimes times) {
    String gatedBefore = pod.gatedBy();
    PreEnqueuePlugin first = gatedBefore == null ? null : gates.get(gatedBefore);
    if (first != null && !passes(first, pod, times)) {
      return false;
    }
    for (PreEnqueuePlugin gate : gates.values()) {
      if (!gate.name().equals(gatedBefore) && !passes(gate, pod, times)) {
        return false;
      }
    }
    pod.markAdmitted();
    return true;
  }

  private boolean passes(PreEnqueuePlugin gate, QueuedPod pod, @Nullable PointTimes times) {
    Status status = times == null ? ask(gate, pod.pod()) : timed(gate, pod.pod(), times);
    if (status.isSuccess()) {
      return true;
    }
    pod.markGated(rejector(gate.name()));
    return false;
  }

  private static Status timed(PreEnqueuePlugin gate, PodInfo pod, PointTimes times) {
    long start = System.nanoTime();
    Status status = ask(gate, pod);
    times.pluginTook(TimedPoint.PRE_ENQUEUE, gate.name(), status, System.nanoTime() - start);
    return status;
  }

  private static Status ask(PreEnqueuePlugin gate, PodInfo pod) {
    try {
      return gate.preEnqueue(pod);
    } catch (RuntimeException e) {
      LOG.warn(
          "PreEnqueue plugin {} failed on pod {}, which stays gated.", gate.name(), pod.key(), e);
      return Status.error(e);
    }
  }
}
