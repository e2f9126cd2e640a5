package dev.berth.kube.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What checks ask of the JSON of a v1 Pod, and how they name pods.
 *
 * <p>Threading: immutable.
 */
final class Pods {
  private static final int NAMED = 10;

  private Pods() {}

  static String key(JsonNode pod) {
    JsonNode metadata = pod.path("metadata");
    return metadata.path("namespace").asText() + "/" + metadata.path("name").asText();
  }

  static String schedulerName(JsonNode pod) {
    return pod.path("spec").path("schedulerName").asText();
  }

  static boolean isOurs(Cluster cluster, JsonNode pod) {
    return cluster.profiles().contains(schedulerName(pod));
  }

  /** Has no node, and somebody should give it one. */
  static boolean isPending(JsonNode pod) {
    return pod.path("spec").path("nodeName").asText().isEmpty()
        && !pod.path("metadata").has("deletionTimestamp")
        && pod.path("spec").path("schedulingGates").isEmpty();
  }

  /** The first few by name, and how many more there are. */
  static String named(List<String> pods) {
    String first = pods.stream().limit(NAMED).collect(Collectors.joining(", "));
    return pods.size() <= NAMED ? first : first + " and " + (pods.size() - NAMED) + " more";
  }

  static String count(int pods) {
    return pods == 1 ? "1 pod" : pods + " pods";
  }
}
