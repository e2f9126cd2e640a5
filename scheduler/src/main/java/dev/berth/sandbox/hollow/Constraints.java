package dev.berth.sandbox.hollow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pod wants to be on a node: node selector, required node affinity, tolerations.
 *
 * <p>As {@code component-helpers/scheduling/corev1/nodeaffinity} and {@code
 * api/core/v1/toleration.go}, Kubernetes 1.36.3: a term that cannot be read matches nothing.
 * Threading: any thread.
 */
final class Constraints {
  private Constraints() {}

  static boolean selects(JsonNode spec, NodeFacts node) {
    for (Map.Entry<String, JsonNode> wanted : spec.path("nodeSelector").properties()) {
      if (!wanted.getValue().asText().equals(node.labels().get(wanted.getKey()))) {
        return false;
      }
    }
    JsonNode required =
        spec.at("/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution");
    if (required.isMissingNode() || required.isNull()) {
      return true;
    }
    for (JsonNode term : required.path("nodeSelectorTerms")) {
      if (matches(term, node)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(JsonNode term, NodeFacts node) {
    JsonNode expressions = term.path("matchExpressions");
    JsonNode fields = term.path("matchFields");
    if (expressions.isEmpty() && fields.isEmpty()) {
      return false;
    }
    for (JsonNode expression : expressions) {
      if (!matches(expression, node.labels().get(expression.path("key").asText()))) {
        return false;
      }
    }
    for (JsonNode field : fields) {
      if (!matchesField(field, node.name())) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(JsonNode expression, @Nullable String label) {
    List<String> values = values(expression);
    return switch (expression.path("operator").asText()) {
      case "In" -> label != null && values.contains(label);
      case "NotIn" -> !values.isEmpty() && (label == null || !values.contains(label));
      case "Exists" -> values.isEmpty() && label != null;
      case "DoesNotExist" -> values.isEmpty() && label == null;
      case "Gt" -> compares(label, values, 1);
      case "Lt" -> compares(label, values, -1);
      default -> false;
    };
  }

  private static boolean matchesField(JsonNode field, String nodeName) {
    List<String> values = values(field);
    if (values.size() != 1) {
      return false;
    }
    String actual = field.path("key").asText().equals("metadata.name") ? nodeName : "";
    return switch (field.path("operator").asText()) {
      case "In" -> values.getFirst().equals(actual);
      case "NotIn" -> !values.getFirst().equals(actual);
      default -> false;
    };
  }

  private static boolean compares(@Nullable String label, List<String> values, int wantSign) {
    if (label == null || values.size() != 1) {
      return false;
    }
    try {
      int compared = Long.compare(Long.parseLong(label), Long.parseLong(values.getFirst()));
      return Integer.signum(compared) == wantSign;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Whether the pod bears every taint that would drive it from the node. */
  static boolean tolerates(JsonNode spec, NodeFacts node) {
    return node.taints().stream().allMatch(taint -> tolerates(spec.path("tolerations"), taint));
  }

  private static boolean tolerates(JsonNode tolerations, JsonNode taint) {
    for (JsonNode toleration : tolerations) {
      if (isToleratedBy(toleration, taint)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isToleratedBy(JsonNode toleration, JsonNode taint) {
    String effect = toleration.path("effect").asText();
    String key = toleration.path("key").asText();
    if (!effect.isEmpty() && !effect.equals(taint.path("effect").asText())) {
      return false;
    }
    if (!key.isEmpty() && !key.equals(taint.path("key").asText())) {
      return false;
    }
    String value = toleration.path("value").asText();
    String tainted = taint.path("value").asText();
    return switch (toleration.path("operator").asText()) {
      case "", "Equal" -> value.equals(tainted);
      case "Exists" -> true;
      case "Gt" -> compares(tainted, List.of(value), 1);
      case "Lt" -> compares(tainted, List.of(value), -1);
      default -> false;
    };
  }

  private static List<String> values(JsonNode requirement) {
    List<String> values = new ArrayList<>();
    requirement.path("values").forEach(value -> values.add(value.asText()));
    return values;
  }
}
