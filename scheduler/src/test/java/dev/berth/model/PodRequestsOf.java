package dev.berth.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Requests of pods with a single container. */
final class PodRequestsOf {
  private PodRequestsOf() {}

  static PodRequests cpu(String quantity) {
    return of("cpu", quantity);
  }

  static PodRequests of(String... namesAndQuantities) {
    Map<String, Quantity> requests = new HashMap<>();
    for (int i = 0; i < namesAndQuantities.length; i += 2) {
      requests.put(namesAndQuantities[i], Quantity.parse(namesAndQuantities[i + 1]));
    }
    ContainerResources resources = new ContainerResources(requests, Map.of());
    return PodRequests.of(
        PodResourceSpec.of(List.of(new ContainerSpec("c", resources, false)), List.of()));
  }
}
