package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The class of service that a pod's requests and limits come to: {@code
 * pkg/apis/core/v1/helper/qos/qos.go} of Kubernetes 1.36.3.
 *
 * <p>Threading: any thread.
 */
final class Qos {
  private static final List<String> COUNTED = List.of("cpu", "memory");

  private Qos() {}

  static String of(JsonNode spec) {
    Map<String, Quantity> requests = new HashMap<>();
    Map<String, Quantity> limits = new HashMap<>();
    boolean guaranteed = true;
    if (spec.has("resources")) {
      guaranteed = add(spec.path("resources"), requests, limits);
    } else {
      for (String list : List.of("containers", "initContainers")) {
        for (JsonNode container : spec.path(list)) {
          guaranteed &= add(container.path("resources"), requests, limits);
        }
      }
    }
    if (requests.isEmpty() && limits.isEmpty()) {
      return "BestEffort";
    }
    return guaranteed && same(requests, limits) ? "Guaranteed" : "Burstable";
  }

  private static boolean same(Map<String, Quantity> requests, Map<String, Quantity> limits) {
    for (Map.Entry<String, Quantity> request : requests.entrySet()) {
      Quantity limit = limits.get(request.getKey());
      if (limit == null || limit.compareTo(request.getValue()) != 0) {
        return false;
      }
    }
    return requests.size() == limits.size();
  }

  /** Whether all that counts is limited here. */
  private static boolean add(
      JsonNode resources, Map<String, Quantity> requests, Map<String, Quantity> limits) {
    sum(resources.path("requests"), requests);
    return sum(resources.path("limits"), limits) == COUNTED.size();
  }

  private static int sum(JsonNode amounts, Map<String, Quantity> sums) {
    int found = 0;
    for (String resource : COUNTED) {
      if (amounts.has(resource)) {
        Quantity amount = Quantities.of(amounts.get(resource));
        if (amount.isPositive()) {
          sums.merge(resource, amount, Quantity::plus);
          found++;
        }
      }
    }
    return found;
  }
}
