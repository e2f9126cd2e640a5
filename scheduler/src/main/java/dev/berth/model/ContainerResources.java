package dev.berth.model;

import java.util.Map;

/**
 * What a container, or a pod as a whole, asks for and may use at most.
 *
 * <p>Threading: immutable.
 */
public record ContainerResources(Map<String, Quantity> requests, Map<String, Quantity> limits) {
  /** Asks for nothing. */
  public static final ContainerResources NONE = new ContainerResources(Map.of(), Map.of());

  public ContainerResources {
    requests = Map.copyOf(requests);
    limits = Map.copyOf(limits);
  }
}
