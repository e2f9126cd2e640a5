package dev.berth.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one container of a pod requests.
 *
 * <p>Threading: immutable.
 *
 * @param shortLived whether it is an init container that ends before the app containers start
 * @param requests by name of the resource, sorted
 */
public record ContainerRequests(
    String container, boolean shortLived, Map<String, Quantity> requests) {
  public ContainerRequests {
    requests = Collections.unmodifiableMap(new TreeMap<>(requests));
  }
}
