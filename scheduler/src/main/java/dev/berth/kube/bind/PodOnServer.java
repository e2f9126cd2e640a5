package dev.berth.kube.bind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.kube.decode.KubeJson;
import dev.berth.model.PodCondition;
import dev.berth.model.PodInfo;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a write has to know of the pod as the API server has it.
 *
 * <p>Threading: immutable.
 *
 * @param resourceVersion empty when not known
 * @param nodeName empty when the pod is not bound
 * @param podScheduled null when there is no such condition
 */
record PodOnServer(
    String uid,
    String resourceVersion,
    long generation,
    String nodeName,
    String nominatedNodeName,
    @Nullable PodCondition podScheduled) {
  private static final ObjectMapper TREES = JsonMapper.builder(KubeJson.factory()).build();

  /**
   * As the watch showed it. It was not bound then; a node that the value carries is one that the
   * scheduler meant to bind it to.
   */
  static PodOnServer of(PodInfo pod) {
    return new PodOnServer(
        pod.uid(),
        pod.resourceVersion(),
        pod.generation(),
        "",
        pod.nominatedNodeName(),
        pod.podScheduled());
  }

  /** By the version, which grows with each change; false when that is not known. */
  boolean isNewerThan(PodOnServer other) {
    String mine = resourceVersion;
    String others = other.resourceVersion;
    return isNumber(mine)
        && isNumber(others)
        && (mine.length() == others.length()
            ? mine.compareTo(others) > 0
            : mine.length() > others.length());
  }

  private static boolean isNumber(String version) {
    return !version.isEmpty() && version.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /**
   * As the server just sent it.
   *
   * @throws IOException when that is not a pod
   */
  static PodOnServer read(byte[] json) throws IOException {
    JsonNode pod = TREES.readTree(json);
    JsonNode metadata = pod.path("metadata");
    if (metadata.path("uid").asText().isEmpty()) {
      throw new IOException("the answer is not a pod: it has no metadata.uid");
    }
    return new PodOnServer(
        metadata.path("uid").asText(),
        metadata.path("resourceVersion").asText(),
        metadata.path("generation").asLong(),
        pod.path("spec").path("nodeName").asText(),
        pod.path("status").path("nominatedNodeName").asText(),
        podScheduled(pod.path("status").path("conditions")));
  }

  private static @Nullable PodCondition podScheduled(JsonNode conditions) {
    for (JsonNode condition : conditions) {
      if (condition.path("type").asText().equals("PodScheduled")) {
        return new PodCondition(
            condition.path("status").asText(),
            condition.path("reason").asText(),
            condition.path("message").asText());
      }
    }
    return null;
  }
}
