package dev.berth.explain;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the API server says about a pod that somebody asks about, or that it has none.
 *
 * <p>Threading: immutable.
 */
public sealed interface PodOnServer {

  /** There is none of that name. */
  record Absent() implements PodOnServer {}

  /**
   * There is one.
   *
   * @param nodeName "" when it has none
   * @param phase as the server writes it
   * @param terminating whether it is being deleted
   */
  record Present(
      String uid, String schedulerName, String nodeName, String phase, boolean terminating)
      implements PodOnServer {

    boolean hasEnded() {
      return phase.equals("Succeeded") || phase.equals("Failed");
    }
  }

  /** Reads a v1 Pod. */
  static PodOnServer of(JsonNode pod) {
    return new Present(
        pod.path("metadata").path("uid").asText(),
        pod.path("spec").path("schedulerName").asText(),
        pod.path("spec").path("nodeName").asText(),
        pod.path("status").path("phase").asText(),
        pod.path("metadata").has("deletionTimestamp"));
  }
}
