package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * The requests of a pod as a whole that has limits as a whole: what its containers come to, else
 * what is limited: {@code defaultPodRequests} of {@code pkg/apis/core/v1/defaults.go} of Kubernetes
 * 1.36.3.
 *
 * <p>Threading: any thread.
 */
final class PodLevelRequests {
  private PodLevelRequests() {}

  static void complete(ObjectNode spec) {
    if (!(spec.get("resources") instanceof ObjectNode resources)
        || resources.path("limits").isEmpty()) {
      return;
    }
    ObjectNode requests = resources.withObject("/requests");
    ofContainers(spec)
        .forEach(
            (resource, sum) -> {
              if (isSupported(resource) && !Quantities.isHugePages(resource)) {
                request(requests, resource, sum.canonical());
              }
            });
    for (Map.Entry<String, JsonNode> limit : resources.path("limits").properties()) {
      if (isSupported(limit.getKey())) {
        request(requests, limit.getKey(), limit.getValue().asText());
      }
    }
  }

  private static void request(ObjectNode requests, String resource, String amount) {
    if (!requests.has(resource)) {
      requests.put(resource, amount);
    }
  }

  private static boolean isSupported(String resource) {
    return resource.equals("cpu") || resource.equals("memory") || Quantities.isHugePages(resource);
  }

  /** Sidecars run beside the containers, and beside the init containers that come after them. */
  private static Map<String, Quantity> ofContainers(JsonNode spec) {
    Map<String, Quantity> running = new TreeMap<>();
    Map<String, Quantity> peak = new TreeMap<>();
    Map<String, Quantity> sidecars = new TreeMap<>();
    spec.path("containers").forEach(container -> add(container, running));
    for (JsonNode container : spec.path("initContainers")) {
      if (container.path("restartPolicy").asText().equals("Always")) {
        add(container, running);
        add(container, sidecars);
        sidecars.forEach((resource, sum) -> peak.merge(resource, sum, PodLevelRequests::larger));
      } else {
        Map<String, Quantity> moment = new TreeMap<>(sidecars);
        add(container, moment);
        moment.forEach((resource, sum) -> peak.merge(resource, sum, PodLevelRequests::larger));
      }
    }
    peak.forEach((resource, sum) -> running.merge(resource, sum, PodLevelRequests::larger));
    return running;
  }

  private static void add(JsonNode container, Map<String, Quantity> sums) {
    for (Map.Entry<String, JsonNode> each :
        container.path("resources").path("requests").properties()) {
      sums.merge(each.getKey(), Quantities.of(each.getValue()), Quantity::plus);
    }
  }

  private static Quantity larger(Quantity one, Quantity other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
