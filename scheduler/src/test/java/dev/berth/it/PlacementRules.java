package dev.berth.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where Kubernetes lets a pod run, said of one state of a cluster, with the reasons in the words of
 * kube-scheduler 1.36: an independent judge, which shares no code with Berth.
 *
 * <p>It knows all that a node alone decides: whether it may be used, taints, selectors and required
 * terms, host ports, requests of every kind, and the one declared feature that a pod of 1.36 can
 * need. Pods that have ended count nowhere. It does not know volumes, claims, spreading, affinity
 * between pods, nor requests that are being resized.
 *
 * <p>Threading: one per test.
 */
final class PlacementRules {

  private static final String RESTARTS_ALL = "RestartAllContainersOnContainerExits";

  private final List<JsonNode> nodes;
  private final Map<String, List<JsonNode>> podsByNode;
  private final IdentityHashMap<JsonNode, Map<String, Long>> demands = new IdentityHashMap<>();

  PlacementRules(List<JsonNode> nodes, List<JsonNode> pods) {
    this.nodes = nodes;
    this.podsByNode =
        Pods.bound(pods).stream()
            .filter(pod -> !Pods.hasEnded(pod))
            .collect(Collectors.groupingBy(Pods::node));
    podsByNode.values().forEach(all -> all.forEach(pod -> demands.put(pod, Demand.of(pod))));
  }

  /** The names of the nodes that could take a pod which is on none. */
  List<String> nodesFor(JsonNode pod) {
    return nodes.stream()
        .filter(node -> NodeTerms.of(pod).isCandidate(node) && reasons(pod, node).isEmpty())
        .map(Pods::name)
        .toList();
  }

  boolean fitsSomewhere(JsonNode pod) {
    return !nodesFor(pod).isEmpty();
  }

  /**
   * What is wrong with the placed pods of a scheduler: each of them, taken off its node, must be
   * allowed to go there again.
   */
  List<String> violations(String schedulerName) {
    Map<String, JsonNode> byName =
        nodes.stream().collect(Collectors.toMap(Pods::name, node -> node));
    List<String> found = new ArrayList<>();
    podsByNode.forEach(
        (name, pods) -> {
          for (JsonNode pod : pods) {
            if (Pods.scheduler(pod).equals(schedulerName)) {
              JsonNode node = byName.get(name);
              List<String> reasons =
                  node == null
                      ? List.of("no such node")
                      : NodeTerms.of(pod).isCandidate(node)
                          ? reasons(pod, node)
                          : List.of("not selected");
              reasons.forEach(reason -> found.add(Pods.name(pod) + " on " + name + ": " + reason));
            }
          }
        });
    return found;
  }

  /** What is missing on nodes whose pods, all together, ask for more than they have. */
  List<String> overcommitments() {
    List<String> found = new ArrayList<>();
    for (JsonNode node : nodes) {
      Map<String, Long> free = Demand.amounts(node.at("/status/allocatable"));
      for (JsonNode pod : podsByNode.getOrDefault(Pods.name(node), List.of())) {
        demandOf(pod).forEach((name, amount) -> free.merge(name, -amount, Long::sum));
      }
      free.forEach(
          (name, amount) -> {
            if (amount < 0) {
              found.add(Pods.name(node) + " lacks " + -amount + " of " + name);
            }
          });
    }
    return found;
  }

  /** The head of the message that a pod which fits nowhere has to carry. */
  String message(JsonNode pod) {
    Map<String, Integer> histogram = new HashMap<>();
    for (JsonNode node : nodes) {
      List<String> reasons =
          NodeTerms.of(pod).isCandidate(node)
              ? reasons(pod, node)
              : List.of("node(s) didn't satisfy plugin(s) [NodeAffinity]");
      reasons.forEach(reason -> histogram.merge(reason, 1, Integer::sum));
    }
    return histogram.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .sorted(Comparator.naturalOrder())
        .collect(
            Collectors.joining(
                ", ", String.format(Locale.ROOT, "0/%d nodes are available: ", nodes.size()), "."));
  }

  /** The first rule that is broken, with all its reasons; empty when the pod may go there. */
  private List<String> reasons(JsonNode pod, JsonNode node) {
    JsonNode spec = pod.path("spec");
    if (node.at("/spec/unschedulable").asBoolean()
        && !isTolerated(spec, "node.kubernetes.io/unschedulable", "", "NoSchedule")) {
      return List.of("node(s) were unschedulable");
    }
    if (hasUntoleratedTaint(spec, node)) {
      return List.of("node(s) had untolerated taint(s)");
    }
    if (!NodeTerms.of(pod).matches(node)) {
      return List.of("node(s) didn't match Pod's node affinity/selector");
    }
    List<JsonNode> others =
        podsByNode.getOrDefault(Pods.name(node), List.of()).stream()
            .filter(other -> !Pods.uid(other).equals(Pods.uid(pod)))
            .toList();
    if (HostPort.conflict(pod, others)) {
      return List.of("node(s) didn't have free ports for the requested pod ports");
    }
    List<String> missing = missingResources(pod, node, others);
    if (!missing.isEmpty()) {
      return missing;
    }
    if (needsFeature(spec) && !declaresFeature(node)) {
      return List.of("node(s) didn't match Pod's required features");
    }
    return List.of();
  }

  // ---- taints ----------------------------------------------------------------------------------

  private static boolean hasUntoleratedTaint(JsonNode spec, JsonNode node) {
    for (JsonNode taint : node.at("/spec/taints")) {
      String effect = taint.path("effect").asText();
      if (!effect.equals("PreferNoSchedule")
          && !isTolerated(spec, taint.path("key").asText(), taint.path("value").asText(), effect)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTolerated(JsonNode spec, String key, String value, String effect) {
    for (JsonNode toleration : spec.path("tolerations")) {
      String ofEffect = toleration.path("effect").asText();
      String ofKey = toleration.path("key").asText();
      String operator = toleration.path("operator").asText();
      boolean exists = operator.equals("Exists");
      boolean equals = operator.isEmpty() || operator.equals("Equal");
      if ((ofEffect.isEmpty() || ofEffect.equals(effect))
          && (ofKey.equals(key) || (ofKey.isEmpty() && exists))
          && (exists || (equals && toleration.path("value").asText().equals(value)))) {
        return true;
      }
    }
    return false;
  }

  // ---- resources and features ------------------------------------------------------------------

  private List<String> missingResources(JsonNode pod, JsonNode node, List<JsonNode> others) {
    Map<String, Long> free = Demand.amounts(node.at("/status/allocatable"));
    others.forEach(
        other -> demandOf(other).forEach((name, amount) -> free.merge(name, -amount, Long::sum)));
    return demandOf(pod).entrySet().stream()
        .filter(
            wanted ->
                wanted.getValue() > 0 && wanted.getValue() > free.getOrDefault(wanted.getKey(), 0L))
        .map(
            wanted ->
                wanted.getKey().equals("pods")
                    ? "Too many pods"
                    : "Insufficient " + wanted.getKey())
        .toList();
  }

  private Map<String, Long> demandOf(JsonNode pod) {
    return demands.computeIfAbsent(pod, Demand::of);
  }

  private static boolean needsFeature(JsonNode spec) {
    return Stream.of("containers", "initContainers")
        .flatMap(field -> spec.path(field).valueStream())
        .flatMap(container -> container.path("restartPolicyRules").valueStream())
        .anyMatch(rule -> rule.path("action").asText().equals("RestartAllContainers"));
  }

  private static boolean declaresFeature(JsonNode node) {
    return node.at("/status/declaredFeatures")
        .valueStream()
        .anyMatch(feature -> feature.asText().equals(RESTARTS_ALL));
  }
}
