package dev.berth.queue;

import dev.berth.framework.ClusterEvent;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.QueueingHint;
import dev.berth.model.PodInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plugin of one profile as the queue sees it: a name to blame, and what wakes the pods that it
 * rejected.
 *
 * <p>Compared by identity: {@link QueueProfile} makes one per plugin. Threading: scheduler thread
 * only.
 */
final class Rejector {
  private static final Logger LOG = LoggerFactory.getLogger(Rejector.class);

  private final String plugin;
  private final List<EventRegistration> registrations;
  private boolean hintFailureLogged;

  private Rejector(String plugin, List<EventRegistration> registrations) {
    this.plugin = plugin;
    this.registrations = registrations;
  }

  static Rejector of(String plugin, List<EventRegistration> registrations) {
    return new Rejector(plugin, List.copyOf(registrations));
  }

  /** A plugin that did not say what helps its pods: every change may. */
  static Rejector wokenByAnything(String plugin) {
    return of(plugin, List.of(EventRegistration.always(ClusterEvent.WILDCARD)));
  }

  String plugin() {
    return plugin;
  }

  List<EventRegistration> registrations() {
    return registrations;
  }

  /** Is the change one of the kinds that the plugin registered? */
  boolean listensTo(ClusterEvent event) {
    for (EventRegistration registration : registrations) {
      if (registration.event().matches(event)) {
        return true;
      }
    }
    return false;
  }

  /** Does the plugin judge that the change may help the pod? Asks its hints. */
  boolean wakes(PodInfo pod, ClusterEvent event, @Nullable Object before, @Nullable Object after) {
    for (EventRegistration registration : registrations) {
      if (registration.event().matches(event)
          && hint(registration, pod, before, after) == QueueingHint.QUEUE) {
        return true;
      }
    }
    return false;
  }

  private QueueingHint hint(
      EventRegistration registration,
      PodInfo pod,
      @Nullable Object before,
      @Nullable Object after) {
    try {
      return registration.hint().hint(pod, before, after);
    } catch (RuntimeException e) {
      logHintFailure(registration.event(), pod, e);
      return QueueingHint.QUEUE;
    }
  }

  /** Once per plugin: one change may ask about thousands of pods. */
  private void logHintFailure(ClusterEvent event, PodInfo pod, RuntimeException e) {
    if (!hintFailureLogged) {
      hintFailureLogged = true;
      LOG.warn(
          "The hint of plugin {} for {} failed on pod {}; taken as Queue, now and without a"
              + " further word from here on.",
          plugin,
          event.label(),
          pod.key(),
          e);
    }
  }

  @Override
  public String toString() {
    return plugin;
  }
}
