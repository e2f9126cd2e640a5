package dev.berth.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sum over a pod's containers, in quantities, with one set of rules: whether the kubelet's
 * report counts, whether pod-level requests count, and what a container without a request counts
 * as.
 *
 * <p>Mirrors {@code component-helpers/resource/helpers.go} ({@code PodRequests}), Kubernetes
 * 1.36.3.
 *
 * <p>Threading: one per calculation.
 */
final class RequestCalculation {
  private final PodResourceSpec pod;
  private final boolean reportCounts;
  private final boolean podLevelCounts;

  /** Requests that a container without one is taken to have. */
  private final Map<String, Quantity> defaults;

  RequestCalculation(
      PodResourceSpec pod,
      boolean reportCounts,
      boolean podLevelCounts,
      Map<String, Quantity> defaults) {
    this.pod = pod;
    this.reportCounts = reportCounts;
    this.podLevelCounts = podLevelCounts;
    this.defaults = defaults;
  }

  static boolean isPodLevel(String resource) {
    return resource.equals("cpu") || resource.equals("memory") || resource.startsWith("hugepages-");
  }

  static boolean hasPodLevelRequests(PodResourceSpec pod) {
    for (String resource : pod.podRequests().keySet()) {
      if (isPodLevel(resource)) {
        return true;
      }
    }
    return false;
  }

  Map<String, Quantity> total() {
    Map<String, Quantity> total = containers();
    if (podLevelCounts && hasPodLevelRequests(pod)) {
      applyPodLevel(total);
    }
    add(total, pod.overhead());
    return total;
  }

  /**
   * App containers and sidecars run together; a plain init container runs beside the sidecars
   * declared before it. The request is the larger of both, resource by resource.
   */
  private Map<String, Quantity> containers() {
    Map<String, Quantity> running = new HashMap<>();
    for (ContainerSpec container : pod.containers()) {
      add(running, effective(container, true));
    }
    List<ContainerSpec> initContainers = pod.initContainers();
    if (initContainers.isEmpty()) {
      return running;
    }
    Map<String, Quantity> sidecars = new HashMap<>();
    Map<String, Quantity> peak = new HashMap<>();
    for (ContainerSpec container : initContainers) {
      Map<String, Quantity> requests = effective(container, container.sidecar());
      if (container.sidecar()) {
        add(running, requests);
        add(sidecars, requests);
        raise(peak, sidecars);
      } else {
        Map<String, Quantity> moment = new HashMap<>(requests);
        add(moment, sidecars);
        raise(peak, moment);
      }
    }
    raise(running, peak);
    return running;
  }

  private void applyPodLevel(Map<String, Quantity> total) {
    ReportedResources report = reportCounts ? pod.reportedForPod() : null;
    Map<String, Quantity> podLevel =
        report == null ? pod.podRequests() : largest(pod.podRequests(), report);
    for (String name : pod.podRequests().keySet()) {
      if (isPodLevel(name)) {
        total.put(name, podLevel.getOrDefault(name, Quantity.ZERO));
      }
    }
  }

  private Map<String, Quantity> effective(ContainerSpec container, boolean resizable) {
    Map<String, Quantity> requests = container.resources().requests();
    ReportedResources report = reportCounts && resizable ? report(container) : null;
    if (report != null) {
      requests = largest(requests, report);
    }
    return defaults.isEmpty() ? requests : withDefaults(requests);
  }

  private @Nullable ReportedResources report(ContainerSpec container) {
    return pod.reported().get(container.name());
  }

  /** A resize that cannot be done leaves out what the spec asks for. */
  private Map<String, Quantity> largest(Map<String, Quantity> spec, ReportedResources report) {
    Map<String, Quantity> result = pod.resizeInfeasible() ? new HashMap<>() : new HashMap<>(spec);
    raise(result, report.actuated());
    raise(result, report.allocated());
    return result;
  }

  private Map<String, Quantity> withDefaults(Map<String, Quantity> requests) {
    Map<String, Quantity> result = new HashMap<>(defaults);
    result.putAll(requests);
    return result;
  }

  private static void add(Map<String, Quantity> sum, Map<String, Quantity> more) {
    more.forEach((name, quantity) -> sum.merge(name, quantity, Quantity::plus));
  }

  private static void raise(Map<String, Quantity> maximum, Map<String, Quantity> other) {
    other.forEach((name, quantity) -> maximum.merge(name, quantity, Quantity::max));
  }
}
