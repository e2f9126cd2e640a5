package dev.berth.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A scheduler that can be asked how it decided.
 *
 * <p>Threading: any thread.
 */
interface TwinScheduler extends AutoCloseable {

  /** About a pod as the API server shows it, bound or with a condition that says why not. */
  TwinDecision decision(JsonNode pod);

  @Override
  void close();

  static String key(JsonNode pod) {
    return pod.at("/metadata/namespace").asText() + "/" + Pods.name(pod);
  }

  /** A decision against all nodes is told by the pod itself. */
  static TwinDecision unplaced(JsonNode pod) {
    JsonNode condition = Pods.scheduled(pod);
    String message =
        TwinExtra.asked().contains(TwinExtra.PREEMPTION)
            ? condition.path("message").asText()
            : Pods.messageHead(pod);
    return new TwinDecision("", condition.path("reason").asText() + ": " + message, 0, Map.of());
  }
}
