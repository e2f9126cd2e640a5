package dev.berth.plugins.schedulinggates;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.EnqueueExtensions;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.PreEnqueuePlugin;
import dev.berth.framework.QueueingHint;
import dev.berth.framework.Status;
import dev.berth.model.PodInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a pod out of the active queue as long as its spec names scheduling gates.
 *
 * <p>Mirrors {@code plugins/schedulinggates/scheduling_gates.go}, Kubernetes 1.36.3. Threading:
 * immutable.
 */
public final class SchedulingGates implements PreEnqueuePlugin, EnqueueExtensions {

  public static final String NAME = "SchedulingGates";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Status preEnqueue(PodInfo pod) {
    List<String> gates = pod.schedulingGates();
    return gates.isEmpty()
        ? Status.success()
        : Status.unresolvable("waiting for scheduling gates: [" + String.join(" ", gates) + "]")
            .by(NAME);
  }

  @Override
  public List<EventRegistration> eventsToRegister() {
    return List.of(
        EventRegistration.onPod(
            ClusterEvent.of(EventResource.POD, ActionType.UPDATE_POD_SCHEDULING_GATES_ELIMINATED),
            SchedulingGates::afterGatesGone));
  }

  private static QueueingHint afterGatesGone(
      PodInfo pod, @Nullable PodInfo before, @Nullable PodInfo after) {
    boolean itself = after != null && after.uid().equals(pod.uid());
    return itself ? QueueingHint.QUEUE : QueueingHint.SKIP;
  }
}
