package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Json;

/**
 * The PodScheduled condition as the server itself writes it: {@code UpdatePodCondition} of {@code
 * pkg/api/pod/util.go} of Kubernetes 1.36.3.
 *
 * <p>Threading: any thread.
 */
final class PodConditions {
  private static final String SCHEDULED = "PodScheduled";

  private PodConditions() {}

  static void scheduled(ObjectNode pod, String now) {
    set(pod, condition("True"), now);
  }

  static void gated(ObjectNode pod, String now) {
    set(
        pod,
        condition("False")
            .put("reason", "SchedulingGated")
            .put("message", "Scheduling is blocked due to non-empty scheduling gates"),
        now);
  }

  private static ObjectNode condition(String status) {
    ObjectNode condition = Json.object().put("type", SCHEDULED).put("status", status);
    return condition.putNull("lastProbeTime");
  }

  /** Replaces the condition of its type; the time stays when the status does. */
  private static void set(ObjectNode pod, ObjectNode condition, String now) {
    ArrayNode conditions = pod.withObject("/status").withArray("conditions");
    for (int i = 0; i < conditions.size(); i++) {
      JsonNode old = conditions.get(i);
      if (old.path("type").equals(condition.path("type"))) {
        boolean same = old.path("status").equals(condition.path("status"));
        String since = same ? old.path("lastTransitionTime").asText(now) : now;
        conditions.set(i, condition.put("lastTransitionTime", since));
        return;
      }
    }
    conditions.add(condition.put("lastTransitionTime", now));
  }
}
