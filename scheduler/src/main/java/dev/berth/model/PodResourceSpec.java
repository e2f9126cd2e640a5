package dev.berth.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a pod's request is computed from.
 *
 * <p>Threading: immutable.
 *
 * @param podRequests {@code spec.resources.requests}; empty when there are no pod-level ones
 * @param overhead {@code spec.overhead}
 * @param reported per container name, only containers whose status has {@code resources}
 * @param reportedForPod {@code status.resources.requests} and {@code status.allocatedResources};
 *     null when {@code status.resources} is absent
 * @param resizeInfeasible the first condition {@code PodResizePending} has the reason {@code
 *     Infeasible}
 */
public record PodResourceSpec(
    List<ContainerSpec> containers,
    List<ContainerSpec> initContainers,
    Map<String, Quantity> podRequests,
    Map<String, Quantity> overhead,
    Map<String, ReportedResources> reported,
    @Nullable ReportedResources reportedForPod,
    boolean resizeInfeasible) {
  public PodResourceSpec {
    containers = List.copyOf(containers);
    initContainers = List.copyOf(initContainers);
    podRequests = Map.copyOf(podRequests);
    overhead = Map.copyOf(overhead);
    reported = Map.copyOf(reported);
  }

  /** A pod with these containers and nothing else. */
  public static PodResourceSpec of(
      List<ContainerSpec> containers, List<ContainerSpec> initContainers) {
    return new PodResourceSpec(
        containers, initContainers, Map.of(), Map.of(), Map.of(), null, false);
  }
}
