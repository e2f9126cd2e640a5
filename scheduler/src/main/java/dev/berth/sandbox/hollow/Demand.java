package dev.berth.sandbox.hollow;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a pod takes of its node: the peak over its life, as {@code PodRequests} of {@code
 * component-helpers/resource/helpers.go}, Kubernetes 1.36.3, has it.
 *
 * <pre>
 * running  = sum of containers + sum of sidecars
 * starting = the largest of: init container + the sidecars before it
 * demand   = max(running, starting), replaced by what the pod as a whole requests, + overhead
 * </pre>
 *
 * <p>Threading: immutable.
 *
 * @param amounts by resource, in the units of {@link Amount#counted}; only what kubelets count
 */
record Demand(Map<String, BigDecimal> amounts, List<HostPort> ports) {

  Demand {
    amounts = Collections.unmodifiableMap(new TreeMap<>(amounts));
    ports = List.copyOf(ports);
  }

  /** Of a pod that asks to come in. */
  static Demand ofIncoming(JsonNode pod) {
    return new Demand(counted(total(pod, false)), ports(pod));
  }

  /** Of a pod that has its place: a resize that is not done yet counts with the larger side. */
  static Demand ofPlaced(JsonNode pod) {
    return new Demand(counted(total(pod, true)), ports(pod));
  }

  private static Map<String, BigDecimal> total(JsonNode pod, boolean placed) {
    JsonNode spec = pod.path("spec");
    if (spec.path("containers").isEmpty()) {
      throw new UnreadableObject("spec.containers: is empty. Maybe the pod was written by hand");
    }
    Map<String, JsonNode> states = placed ? containerStates(pod.path("status")) : Map.of();
    boolean infeasible = placed && isResizeInfeasible(pod.path("status"));

    Map<String, BigDecimal> running = new HashMap<>();
    int index = 0;
    for (JsonNode container : spec.path("containers")) {
      String path = "spec.containers[" + index++ + "]";
      add(running, requests(container, path, states, infeasible));
    }
    Map<String, BigDecimal> sidecars = new HashMap<>();
    Map<String, BigDecimal> starting = new HashMap<>();
    index = 0;
    for (JsonNode container : spec.path("initContainers")) {
      String path = "spec.initContainers[" + index++ + "]";
      if (isSidecar(container)) {
        Map<String, BigDecimal> requests = requests(container, path, states, infeasible);
        add(running, requests);
        add(sidecars, requests);
        raise(starting, sidecars);
      } else {
        Map<String, BigDecimal> moment = requests(container, path, Map.of(), false);
        add(moment, sidecars);
        raise(starting, moment);
      }
    }
    raise(running, starting);

    podRequests(pod, placed, infeasible)
        .forEach(
            (name, amount) -> {
              if (isForPods(name)) {
                running.put(name, amount);
              }
            });
    add(running, Amount.readAll(spec.path("overhead"), "spec.overhead"));
    return running;
  }

  private static Map<String, BigDecimal> requests(
      JsonNode container, String path, Map<String, JsonNode> states, boolean infeasible) {
    Map<String, BigDecimal> wished =
        Amount.readAll(container.path("resources").path("requests"), path + ".resources.requests");
    JsonNode state = states.get(container.path("name").asText());
    if (state == null || !state.hasNonNull("resources")) {
      return wished;
    }
    return larger(
        infeasible ? Map.of() : wished,
        state.path("resources").path("requests"),
        state.path("allocatedResources"),
        "status of " + path);
  }

  private static Map<String, BigDecimal> podRequests(
      JsonNode pod, boolean placed, boolean infeasible) {
    Map<String, BigDecimal> wished =
        Amount.readAll(
            pod.path("spec").path("resources").path("requests"), "spec.resources.requests");
    JsonNode status = pod.path("status");
    if (!placed || !status.hasNonNull("resources")) {
      return wished;
    }
    Map<String, BigDecimal> effective =
        larger(
            infeasible ? Map.of() : wished,
            status.path("resources").path("requests"),
            status.path("allocatedResources"),
            "status");
    effective.keySet().retainAll(wished.keySet());
    return effective;
  }

  private static Map<String, BigDecimal> larger(
      Map<String, BigDecimal> wished, JsonNode actuated, JsonNode allocated, String path) {
    Map<String, BigDecimal> effective = new TreeMap<>(wished);
    raise(effective, Amount.readAll(actuated, path + ".resources.requests"));
    raise(effective, Amount.readAll(allocated, path + ".allocatedResources"));
    return effective;
  }

  private static Map<String, JsonNode> containerStates(JsonNode status) {
    Map<String, JsonNode> states = new HashMap<>();
    for (String list : List.of("containerStatuses", "initContainerStatuses")) {
      status.path(list).forEach(state -> states.put(state.path("name").asText(), state));
    }
    return states;
  }

  private static boolean isResizeInfeasible(JsonNode status) {
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText().equals("PodResizePending")) {
        return condition.path("reason").asText().equals("Infeasible");
      }
    }
    return false;
  }

  private static List<HostPort> ports(JsonNode pod) {
    List<HostPort> ports = new ArrayList<>();
    JsonNode spec = pod.path("spec");
    for (JsonNode container : spec.path("initContainers")) {
      if (isSidecar(container)) {
        addPorts(container, ports);
      }
    }
    spec.path("containers").forEach(container -> addPorts(container, ports));
    return ports;
  }

  private static void addPorts(JsonNode container, List<HostPort> ports) {
    for (JsonNode port : container.path("ports")) {
      if (port.path("hostPort").asInt() > 0) {
        ports.add(HostPort.of(port));
      }
    }
  }

  private static boolean isSidecar(JsonNode initContainer) {
    return initContainer.path("restartPolicy").asText().equals("Always");
  }

  private static Map<String, BigDecimal> counted(Map<String, BigDecimal> exact) {
    Map<String, BigDecimal> counted = new TreeMap<>();
    exact.forEach(
        (name, amount) -> {
          if (isCounted(name) && amount.signum() != 0) {
            counted.put(name, Amount.counted(name, amount));
          }
        });
    return counted;
  }

  /** The number of pods is counted apart, and a name that means nothing takes nothing. */
  private static boolean isCounted(String resource) {
    return switch (resource) {
      case "cpu", "memory", "ephemeral-storage" -> true;
      default ->
          resource.startsWith("hugepages-")
              || resource.startsWith("attachable-volumes-")
              || (resource.contains("/") && !resource.startsWith("requests."));
    };
  }

  /** What may be requested for a pod as a whole. */
  private static boolean isForPods(String resource) {
    return resource.equals("cpu") || resource.equals("memory") || resource.startsWith("hugepages-");
  }

  static void add(Map<String, BigDecimal> total, Map<String, BigDecimal> more) {
    more.forEach((name, amount) -> total.merge(name, amount, BigDecimal::add));
  }

  private static void raise(Map<String, BigDecimal> total, Map<String, BigDecimal> atLeast) {
    atLeast.forEach((name, amount) -> total.merge(name, amount, BigDecimal::max));
  }
}
