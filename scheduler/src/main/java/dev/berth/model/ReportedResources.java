package dev.berth.model;

import java.util.Map;

/**
 * What the kubelet reports about a container (or a pod) that is resized in place: {@code
 * resources.requests} that are in effect, and {@code allocatedResources} that were admitted.
 *
 * <p>Threading: immutable.
 */
public record ReportedResources(Map<String, Quantity> actuated, Map<String, Quantity> allocated) {
  public ReportedResources {
    actuated = Map.copyOf(actuated);
    allocated = Map.copyOf(allocated);
  }
}
