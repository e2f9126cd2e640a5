package dev.berth.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What required anti-affinity and spread constraints that are hard say about the pods of one
 * namespace where they are now: an independent judge, which shares no code with Berth.
 *
 * <p>Skews are judged as they are now: that is right for constraints whose pods only became more
 * since the first of them was placed. Terms that look into other namespaces are beyond it, and so
 * are nodes that a pod may not use: all nodes with the key are domains.
 *
 * <p>Threading: one per test.
 */
final class NeighbourRules {

  private static final String REQUIRED_ANTI_AFFINITY =
      "/spec/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution";

  private final Map<String, JsonNode> nodes;
  private final List<JsonNode> placed;

  NeighbourRules(List<JsonNode> nodes, List<JsonNode> pods) {
    this.nodes = nodes.stream().collect(Collectors.toMap(Pods::name, node -> node));
    this.placed = pods.stream().filter(pod -> Pods.isBound(pod) && !Pods.hasEnded(pod)).toList();
  }

  /** A sentence for each two pods of which one does not want the other where it is. */
  List<String> closeOnes() {
    List<String> found = new ArrayList<>();
    for (JsonNode pod : placed) {
      for (JsonNode term : pod.at(REQUIRED_ANTI_AFFINITY)) {
        checkApart(pod, term, found);
      }
    }
    return found;
  }

  /** A sentence for each constraint of these pods whose domains differ too much. */
  List<String> skews(Predicate<JsonNode> whose) {
    List<String> found = new ArrayList<>();
    for (JsonNode pod : placed) {
      for (JsonNode constraint : pod.at("/spec/topologySpreadConstraints")) {
        if (whose.test(pod)
            && constraint.path("whenUnsatisfiable").asText().equals("DoNotSchedule")) {
          checkSkew(pod, constraint, found);
        }
      }
    }
    return found.stream().distinct().toList();
  }

  private void checkApart(JsonNode pod, JsonNode term, List<String> found) {
    String key = term.path("topologyKey").asText();
    String domain = domain(Pods.node(pod), key);
    for (JsonNode other : placed) {
      if (!Pods.uid(other).equals(Pods.uid(pod))
          && !domain.isEmpty()
          && domain.equals(domain(Pods.node(other), key))
          && selects(term.path("labelSelector"), other)) {
        found.add(
            "%s and %s are both in %s %s".formatted(Pods.name(pod), Pods.name(other), key, domain));
      }
    }
  }

  /** Pods on their way out do not count for spreading. */
  private void checkSkew(JsonNode pod, JsonNode constraint, List<String> found) {
    if (Pods.isTerminating(pod)) {
      return;
    }
    String key = constraint.path("topologyKey").asText();
    Map<String, Integer> counts = new TreeMap<>();
    nodes.values().forEach(node -> counts.put(node.at("/metadata/labels").path(key).asText(), 0));
    counts.remove("");
    for (JsonNode other : placed) {
      if (!Pods.isTerminating(other) && selects(constraint.path("labelSelector"), other)) {
        counts.computeIfPresent(domain(Pods.node(other), key), (name, count) -> count + 1);
      }
    }
    int most = counts.getOrDefault(domain(Pods.node(pod), key), 0);
    int fewest = counts.values().stream().mapToInt(Integer::intValue).min().orElse(0);
    if (most - fewest > constraint.path("maxSkew").asInt()) {
      found.add("the pods that %s selects: %s".formatted(constraint.path("labelSelector"), counts));
    }
  }

  private String domain(String node, String key) {
    JsonNode found = nodes.get(node);
    return found == null ? "" : found.at("/metadata/labels").path(key).asText();
  }

  private static boolean selects(JsonNode selector, JsonNode pod) {
    Map<String, String> labels = new HashMap<>();
    pod.at("/metadata/labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    boolean all =
        selector.path("matchLabels").properties().stream()
            .allMatch(wanted -> wanted.getValue().asText().equals(labels.get(wanted.getKey())));
    return all
        && selector
            .path("matchExpressions")
            .valueStream()
            .allMatch(expression -> holds(expression, labels.get(expression.path("key").asText())));
  }

  private static boolean holds(JsonNode expression, @Nullable String value) {
    boolean isListed =
        value != null
            && expression.path("values").valueStream().anyMatch(one -> one.asText().equals(value));
    return switch (expression.path("operator").asText()) {
      case "In" -> isListed;
      case "NotIn" -> !isListed;
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> throw new IllegalArgumentException("There is no operator of " + expression);
    };
  }
}
