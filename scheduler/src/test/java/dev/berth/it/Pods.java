package dev.berth.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;

/**
 * What tests read in the JSON of a pod.
 *
 * <p>Threading: any thread.
 */
final class Pods {

  private Pods() {}

  static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }

  /** "" when it has none. */
  static String node(JsonNode pod) {
    return pod.at("/spec/nodeName").asText();
  }

  static boolean isBound(JsonNode pod) {
    return !node(pod).isEmpty();
  }

  static List<JsonNode> bound(Collection<JsonNode> pods) {
    return pods.stream().filter(Pods::isBound).toList();
  }

  /** It takes nothing of its node any more. */
  static boolean hasEnded(JsonNode pod) {
    String phase = pod.at("/status/phase").asText();
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  static boolean isTerminating(JsonNode pod) {
    return pod.at("/metadata").has("deletionTimestamp");
  }

  static boolean isGated(JsonNode pod) {
    return !pod.at("/spec/schedulingGates").isEmpty();
  }

  static String scheduler(JsonNode pod) {
    return pod.at("/spec/schedulerName").asText();
  }

  static String uid(JsonNode pod) {
    return pod.at("/metadata/uid").asText();
  }

  /** The condition PodScheduled, or a missing node. */
  static JsonNode scheduled(JsonNode pod) {
    for (JsonNode condition : pod.at("/status/conditions")) {
      if (condition.path("type").asText().equals("PodScheduled")) {
        return condition;
      }
    }
    return pod.at("/status/no-such-condition");
  }

  static boolean isUnschedulable(JsonNode pod) {
    JsonNode condition = scheduled(pod);
    return condition.path("status").asText().equals("False")
        && condition.path("reason").asText().equals("Unschedulable");
  }

  /** What the pod of that name is told; "" when it is told nothing, or is not there. */
  static String message(String name, Collection<JsonNode> pods) {
    return pods.stream()
        .filter(pod -> name(pod).equals(name))
        .map(pod -> scheduled(pod).path("message").asText())
        .findAny()
        .orElse("");
  }

  /** The message up to where kube-scheduler's PostFilter adds its part. */
  static String messageHead(JsonNode pod) {
    String message = scheduled(pod).path("message").asText();
    int tail = message.indexOf(". ");
    return tail < 0 ? message : message.substring(0, tail + 1);
  }
}
