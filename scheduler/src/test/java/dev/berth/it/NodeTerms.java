package dev.berth.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The node selector and the required node terms of one pod, read from its JSON.
 *
 * <p>Threading: immutable.
 *
 * @param selector {@code nodeSelector}
 * @param terms of which one has to match; a missing node when there is no such list
 */
record NodeTerms(JsonNode selector, JsonNode terms) {

  static NodeTerms of(JsonNode pod) {
    return new NodeTerms(
        pod.at("/spec/nodeSelector"),
        pod.at(
            "/spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution"
                + "/nodeSelectorTerms"));
  }

  /** False when every term names nodes and none of them names this one. */
  boolean isCandidate(JsonNode node) {
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

  boolean matches(JsonNode node) {
    Map<String, String> labels = new HashMap<>();
    node.at("/metadata/labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    for (Map.Entry<String, JsonNode> wanted : selector.properties()) {
      if (!wanted.getValue().asText().equals(labels.get(wanted.getKey()))) {
        return false;
      }
    }
    return terms.isMissingNode()
        || terms.valueStream().anyMatch(term -> matches(term, labels, Pods.name(node)));
  }

  private static boolean matches(JsonNode term, Map<String, String> labels, String name) {
    JsonNode expressions = term.path("matchExpressions");
    JsonNode fields = term.path("matchFields");
    boolean says = !expressions.isEmpty() || !fields.isEmpty(); // an empty term matches nothing
    return says
        && expressions
            .valueStream()
            .allMatch(
                expression -> matches(expression, labels.get(expression.path("key").asText())))
        && fields.valueStream().allMatch(field -> matches(field, name));
  }

  private static boolean matches(JsonNode expression, @Nullable String value) {
    Set<String> values = texts(expression.path("values"));
    return switch (expression.path("operator").asText()) {
      case "In" -> value != null && values.contains(value);
      case "NotIn" -> value == null || !values.contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      case "Gt" -> isNumber(value) && Long.parseLong(value) > only(values);
      case "Lt" -> isNumber(value) && Long.parseLong(value) < only(values);
      default -> throw new IllegalArgumentException("Kubernetes 1.36 does not know " + expression);
    };
  }

  private static boolean isNumber(@Nullable String value) {
    return value != null && value.matches("[+-]?[0-9]{1,18}");
  }

  private static long only(Set<String> values) {
    return Long.parseLong(values.iterator().next());
  }

  private static Set<String> texts(JsonNode values) {
    return values
        .valueStream()
        .map(JsonNode::asText)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
