package dev.berth.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.ClusterEvent;
import dev.berth.framework.EnqueueExtensions;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.QueueingHint;
import dev.berth.model.PodInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks a plugin's hints as the queue does. */
public final class Hints {

  private Hints() {}

  /** The answer of the one registration that the event concerns. */
  public static QueueingHint ask(
      EnqueueExtensions plugin,
      ClusterEvent happened,
      PodInfo pod,
      @Nullable Object before,
      @Nullable Object after) {
    List<EventRegistration> concerned =
        plugin.eventsToRegister().stream()
            .filter(registration -> registration.event().matches(happened))
            .toList();
    assertThat(concerned).as("registrations of %s for %s", plugin.name(), happened).hasSize(1);
    return concerned.getFirst().hint().hint(pod, before, after);
  }

  /** The labels of the events that a plugin registers, in order. */
  public static List<String> labels(EnqueueExtensions plugin) {
    return plugin.eventsToRegister().stream()
        .map(registration -> registration.event().label())
        .toList();
  }
}
