package dev.berth.kube.bind;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.model.PodCondition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The strategic merge patch that turns the status that a pod has into the one that is wanted.
 *
 * <p>It carries uid and version of the pod it was made for, so that it changes no other pod of this
 * name and none that was bound meanwhile. Conditions of other types and fields that are not named
 * stay as they are.
 *
 * <p>Mirrors {@code updatePod} of {@code pkg/scheduler/schedule_one.go} and {@code
 * UpdatePodCondition} of {@code pkg/api/v1/pod/util.go}, Kubernetes 1.36.3: a condition of which
 * only the observed generation would change is not written, the time of transition changes with the
 * status only.
 */
final class StatusPatch {
  private static final String NOT_SCHEDULED = "False";

  private StatusPatch() {}

  /** The patch as JSON; null when nothing would change. */
  static @Nullable String of(StatusWrite write, PodOnServer now, Instant time) {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    addNomination(status, write.nominatedNode(), now);
    StatusWrite.Failure failure = write.failure();
    if (failure != null && (!status.isEmpty() || changes(failure, now.podScheduled()))) {
      addCondition(status, failure, now, time);
    }
    return status.isEmpty() ? null : patch(status, now).toString();
  }

  private static void addNomination(ObjectNode status, @Nullable String node, PodOnServer now) {
    if (node != null && !node.equals(now.nominatedNodeName())) {
      status.put("nominatedNodeName", node.isEmpty() ? null : node);
    }
  }

  private static boolean changes(StatusWrite.Failure failure, @Nullable PodCondition present) {
    return present == null
        || !present.equals(new PodCondition(NOT_SCHEDULED, failure.reason(), failure.message()));
  }

  private static void addCondition(
      ObjectNode status, StatusWrite.Failure failure, PodOnServer now, Instant time) {
    ObjectNode condition = status.putArray("conditions").addObject();
    condition.put("type", "PodScheduled").put("status", NOT_SCHEDULED);
    condition.put("reason", failure.reason()).put("message", failure.message());
    if (now.generation() != 0) {
      condition.put("observedGeneration", now.generation());
    }
    PodCondition present = now.podScheduled();
    if (present == null || !present.status().equals(NOT_SCHEDULED)) {
      condition.put("lastTransitionTime", time.truncatedTo(ChronoUnit.SECONDS).toString());
    }
  }

  private static ObjectNode patch(ObjectNode status, PodOnServer now) {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    ObjectNode metadata = patch.putObject("metadata").put("uid", now.uid());
    if (!now.resourceVersion().isEmpty()) {
      metadata.put("resourceVersion", now.resourceVersion());
    }
    patch.set("status", status);
    return patch;
  }
}
