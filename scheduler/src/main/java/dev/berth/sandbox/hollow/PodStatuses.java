package dev.berth.sandbox.hollow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Writes the status of a pod as a kubelet reports it: {@code pkg/kubelet/kubelet_pods.go} and
 * {@code pkg/kubelet/status}, Kubernetes 1.36.3.
 *
 * <p>Threading: any thread; changes the tree it is given.
 */
final class PodStatuses {
  private static final List<String> WHEN_RUNNING =
      List.of("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady");
  private static final String SCHEDULED = "PodScheduled";

  private PodStatuses() {}

  /** Every container runs and is ready. */
  static void running(ObjectNode pod, String hostAddress, String podAddress, Instant now) {
    JsonNode spec = pod.path("spec");
    ObjectNode status = begin(pod, "Running", now);
    ArrayNode before = conditions(status);
    ArrayNode conditions = status.putArray("conditions");
    WHEN_RUNNING.forEach(type -> conditions.add(condition(pod, type, now)));
    conditions.add(found(before, SCHEDULED, condition(pod, SCHEDULED, now)));
    before.forEach(
        condition -> {
          String type = condition.path("type").asText();
          if (!WHEN_RUNNING.contains(type) && !type.equals(SCHEDULED)) {
            conditions.add(condition);
          }
        });
    addresses(status, "hostIP", hostAddress);
    addresses(status, "podIP", spec.path("hostNetwork").asBoolean() ? hostAddress : podAddress);
    if (!spec.path("initContainers").isEmpty()) {
      ArrayNode states = status.putArray("initContainerStatuses");
      spec.path("initContainers").forEach(c -> states.add(initContainer(pod, c, now)));
    }
    ArrayNode states = status.putArray("containerStatuses");
    spec.path("containers").forEach(c -> states.add(runningContainer(pod, c, now)));
  }

  /** Whether the pod has changed since its status was written; all begin with generation 1. */
  static boolean isBehind(JsonNode pod) {
    long seen = pod.path("status").path("observedGeneration").asLong(1);
    return seen < pod.path("metadata").path("generation").asLong();
  }

  /** The changes of a pod that runs have arrived; containers of another image start anew. */
  static void followed(ObjectNode pod, Instant now) {
    JsonNode generation = pod.path("metadata").path("generation");
    ObjectNode status = pod.withObject("/status");
    status.set("observedGeneration", generation);
    for (JsonNode condition : conditions(status)) {
      String type = condition.path("type").asText();
      if (condition instanceof ObjectNode own
          && (WHEN_RUNNING.contains(type) || type.equals(SCHEDULED))) {
        own.set("observedGeneration", generation);
      }
    }
    for (JsonNode container : pod.path("spec").path("containers")) {
      restartChanged(pod, status.path("containerStatuses"), container, now);
    }
    for (JsonNode container : pod.path("spec").path("initContainers")) {
      if (isSidecar(container)) {
        restartChanged(pod, status.path("initContainerStatuses"), container, now);
      }
    }
  }

  private static void restartChanged(
      ObjectNode pod, JsonNode states, JsonNode container, Instant now) {
    for (JsonNode state : states) {
      if (state instanceof ObjectNode own
          && own.path("name").equals(container.path("name"))
          && !own.path("image").equals(container.path("image"))
          && own.path("state").has("running")) {
        restart(own, runningContainer(pod, container, now), now);
      }
    }
  }

  private static void restart(ObjectNode state, ObjectNode anew, Instant now) {
    int restarts = state.path("restartCount").asInt() + 1;
    anew.put("containerID", anew.path("containerID").asText() + "/" + restarts);
    anew.put("restartCount", restarts);
    String since = state.path("state").path("running").path("startedAt").asText(text(now));
    anew.putObject("lastState")
        .set("terminated", ended(state.path("containerID").asText(), since, now));
    state.setAll(anew);
  }

  /** The kubelet does not take the pod in. */
  static void refused(ObjectNode pod, Refusal refusal, Instant now) {
    begin(pod, "Failed", now)
        .put("reason", refusal.reason())
        .put("message", "Pod was rejected: " + refusal.message());
  }

  /** The pod GC of kube-controller-manager gives it up: {@code pkg/controller/podgc}. */
  static void orphaned(ObjectNode pod, Instant now) {
    ObjectNode status = pod.withObject("/status").put("phase", "Failed");
    conditions(status)
        .add(
            condition(pod, "DisruptionTarget", now)
                .put("reason", "DeletionByPodGC")
                .put("message", "PodGC: node no longer exists"));
  }

  private static ObjectNode begin(ObjectNode pod, String phase, Instant now) {
    ObjectNode status = pod.withObject("/status").put("phase", phase);
    JsonNode generation = pod.path("metadata").path("generation");
    if (generation.isIntegralNumber()) {
      status.set("observedGeneration", generation);
    }
    if (!status.hasNonNull("startTime")) {
      status.put("startTime", text(now));
    }
    return status;
  }

  private static ArrayNode conditions(ObjectNode status) {
    return status.path("conditions") instanceof ArrayNode present
        ? present
        : status.putArray("conditions");
  }

  private static JsonNode found(ArrayNode conditions, String type, JsonNode otherwise) {
    for (JsonNode condition : conditions) {
      if (condition.path("type").asText().equals(type)
          && condition.path("status").asText().equals("True")) {
        return condition;
      }
    }
    return otherwise;
  }

  private static ObjectNode condition(ObjectNode pod, String type, Instant now) {
    ObjectNode condition = Json.object();
    condition.putNull("lastProbeTime");
    condition.put("lastTransitionTime", text(now));
    JsonNode generation = pod.path("metadata").path("generation");
    if (generation.isIntegralNumber()) {
      condition.set("observedGeneration", generation);
    }
    return condition.put("status", "True").put("type", type);
  }

  private static void addresses(ObjectNode status, String field, String address) {
    if (!address.isEmpty()) {
      status.put(field, address).putArray(field + "s").addObject().put("ip", address);
    }
  }

  private static ObjectNode initContainer(ObjectNode pod, JsonNode container, Instant now) {
    if (isSidecar(container)) {
      return runningContainer(pod, container, now);
    }
    ObjectNode state = containerState(pod, container).put("started", false);
    ObjectNode ended = ended(state.path("containerID").asText(), text(now), now);
    state.putObject("state").set("terminated", ended);
    return state;
  }

  private static ObjectNode ended(String containerId, String since, Instant now) {
    return Json.object()
        .put("containerID", containerId)
        .put("exitCode", 0)
        .put("finishedAt", text(now))
        .put("reason", "Completed")
        .put("startedAt", since);
  }

  private static boolean isSidecar(JsonNode container) {
    return container.path("restartPolicy").asText().equals("Always");
  }

  private static ObjectNode runningContainer(ObjectNode pod, JsonNode container, Instant now) {
    ObjectNode state = containerState(pod, container).put("started", true);
    state.putObject("state").putObject("running").put("startedAt", text(now));
    return state;
  }

  private static ObjectNode containerState(ObjectNode pod, JsonNode container) {
    String name = container.path("name").asText();
    String image = container.path("image").asText();
    ObjectNode state = Json.object();
    state.put("containerID", "hollow://" + pod.path("metadata").path("uid").asText() + "/" + name);
    state.put("image", image).put("imageID", image);
    state.putObject("lastState");
    return state.put("name", name).put("ready", true).put("restartCount", 0);
  }

  static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
