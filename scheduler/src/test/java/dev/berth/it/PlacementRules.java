package dev.berth.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where Kubernetes lets a pod run, said of one state of a cluster, with the reasons in the words of
 * kube-scheduler 1.36: an independent judge, which shares no code with Berth.
 *
 * <p>It knows what the tests use: taints with operators Equal and Exists, expressions In, NotIn,
 * Exists, DoesNotExist, Gt and Lt, {@code matchFields} on the name, host ports, requests, and the
 * one declared feature.
 *
 * <p>Threading: any thread.
 */
final class PlacementRules {

  private static final String RESTARTS_ALL = "RestartAllContainersOnContainerExits";

  private final List<JsonNode> nodes;
  private final Map<String, List<JsonNode>> podsByNode;

  PlacementRules(List<JsonNode> nodes, List<JsonNode> pods) {
    this.nodes = nodes;
    this.podsByNode = Pods.bound(pods).stream().collect(Collectors.groupingBy(Pods::node));
  }

  boolean fitsSomewhere(JsonNode pod) {
    return nodes.stream().anyMatch(node -> isCandidate(pod, node) && reasons(pod, node).isEmpty());
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
            if (pod.at("/spec/schedulerName").asText().equals(schedulerName)) {
              JsonNode node = byName.get(name);
              List<String> reasons =
                  node == null
                      ? List.of("no such node")
                      : isCandidate(pod, node) ? reasons(pod, node) : List.of("not selected");
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
        Demand.of(pod).forEach((name, amount) -> free.merge(name, -amount, Long::sum));
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
          isCandidate(pod, node)
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
    if (!isSelected(spec, node)) {
      return List.of("node(s) didn't match Pod's node affinity/selector");
    }
    List<JsonNode> others =
        podsByNode.getOrDefault(Pods.name(node), List.of()).stream()
            .filter(other -> !uid(other).equals(uid(pod)))
            .toList();
    if (hasPortConflict(pod, others)) {
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

  private static String uid(JsonNode pod) {
    return pod.at("/metadata/uid").asText();
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
      boolean exists = toleration.path("operator").asText().equals("Exists");
      if ((ofEffect.isEmpty() || ofEffect.equals(effect))
          && (ofKey.equals(key) || (ofKey.isEmpty() && exists))
          && (exists || toleration.path("value").asText().equals(value))) {
        return true;
      }
    }
    return false;
  }

  // ---- selectors -------------------------------------------------------------------------------

  private static JsonNode requiredTerms(JsonNode spec) {
    return spec.at(
        "/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms");
  }

  /** False when every term names nodes and none of them names this one. */
  private static boolean isCandidate(JsonNode pod, JsonNode node) {
    JsonNode terms = requiredTerms(pod.path("spec"));
    Set<String> named = new HashSet<>();
    for (JsonNode term : terms) {
      Set<String> ofTerm = namesIn(term);
      if (ofTerm == null) {
        return true;
      }
      named.addAll(ofTerm);
    }
    return terms.isEmpty() || named.contains(Pods.name(node));
  }

  private static @Nullable Set<String> namesIn(JsonNode term) {
    Set<String> names = null;
    for (JsonNode field : term.path("matchFields")) {
      if (field.path("operator").asText().equals("In")) {
        Set<String> values = texts(field.path("values"));
        if (names == null) {
          names = values;
        } else {
          names.retainAll(values);
        }
      }
    }
    return names;
  }

  private static boolean isSelected(JsonNode spec, JsonNode node) {
    Map<String, String> labels = new TreeMap<>();
    node.at("/metadata/labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    for (Map.Entry<String, JsonNode> wanted : spec.path("nodeSelector").properties()) {
      if (!wanted.getValue().asText().equals(labels.get(wanted.getKey()))) {
        return false;
      }
    }
    JsonNode terms = requiredTerms(spec);
    return terms.isMissingNode()
        || terms.valueStream().anyMatch(term -> matches(term, labels, Pods.name(node)));
  }

  private static boolean matches(JsonNode term, Map<String, String> labels, String name) {
    return term.path("matchExpressions")
            .valueStream()
            .allMatch(
                expression -> matches(expression, labels.get(expression.path("key").asText())))
        && term.path("matchFields").valueStream().allMatch(field -> matches(field, name));
  }

  private static boolean matches(JsonNode expression, @Nullable String value) {
    Set<String> values = texts(expression.path("values"));
    return switch (expression.path("operator").asText()) {
      case "In" -> value != null && values.contains(value);
      case "NotIn" -> value == null || !values.contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      case "Gt" -> value != null && Integer.parseInt(value) > only(values);
      case "Lt" -> value != null && Integer.parseInt(value) < only(values);
      default -> throw new IllegalArgumentException("These tests do not use " + expression);
    };
  }

  private static int only(Set<String> values) {
    return Integer.parseInt(values.iterator().next());
  }

  private static Set<String> texts(JsonNode values) {
    return values
        .valueStream()
        .map(JsonNode::asText)
        .collect(Collectors.toCollection(HashSet::new));
  }

  // ---- ports -----------------------------------------------------------------------------------

  private record Port(String ip, String protocol, int number) {
    boolean conflictsWith(Port other) {
      return number == other.number
          && protocol.equals(other.protocol)
          && (ip.equals(other.ip) || ip.equals("0.0.0.0") || other.ip.equals("0.0.0.0"));
    }
  }

  private static boolean hasPortConflict(JsonNode pod, List<JsonNode> others) {
    List<Port> taken = others.stream().flatMap(other -> ports(other).stream()).toList();
    return ports(pod).stream().anyMatch(port -> taken.stream().anyMatch(port::conflictsWith));
  }

  private static List<Port> ports(JsonNode pod) {
    List<Port> ports = new ArrayList<>();
    for (JsonNode container : pod.at("/spec/containers")) {
      addPorts(container, ports);
    }
    for (JsonNode init : pod.at("/spec/initContainers")) {
      if (init.path("restartPolicy").asText().equals("Always")) {
        addPorts(init, ports);
      }
    }
    return ports;
  }

  private static void addPorts(JsonNode container, List<Port> ports) {
    for (JsonNode port : container.path("ports")) {
      if (port.path("hostPort").asInt() > 0) {
        ports.add(
            new Port(
                port.path("hostIP").asText("0.0.0.0"),
                port.path("protocol").asText("TCP"),
                port.path("hostPort").asInt()));
      }
    }
  }

  // ---- resources and features ------------------------------------------------------------------

  private static List<String> missingResources(JsonNode pod, JsonNode node, List<JsonNode> others) {
    Map<String, Long> free = Demand.amounts(node.at("/status/allocatable"));
    others.forEach(
        other -> Demand.of(other).forEach((name, amount) -> free.merge(name, -amount, Long::sum)));
    return Demand.of(pod).entrySet().stream()
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

  private static boolean needsFeature(JsonNode spec) {
    return spec.path("containers")
        .valueStream()
        .flatMap(container -> container.path("restartPolicyRules").valueStream())
        .anyMatch(rule -> rule.path("action").asText().equals("RestartAllContainers"));
  }

  private static boolean declaresFeature(JsonNode node) {
    return texts(node.at("/status/declaredFeatures")).contains(RESTARTS_ALL);
  }
}
