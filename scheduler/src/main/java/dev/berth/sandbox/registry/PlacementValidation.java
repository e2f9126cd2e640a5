package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is checked in the fields of a pod that say where it may run: affinities, tolerations, spread
 * constraints and gates, as {@code pkg/apis/core/validation/validation.go} of Kubernetes 1.36.3.
 *
 * <p>Threading: any thread.
 */
final class PlacementValidation {
  static final List<String> TAINT_EFFECTS = List.of("NoSchedule", "PreferNoSchedule", "NoExecute");

  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
  private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
  private static final String NO_OPERATOR = "not a valid selector operator";
  private static final String VALUES_NEEDED =
      "must be specified when `operator` is 'In' or 'NotIn'";
  private static final String VALUES_FORBIDDEN =
      "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
  private static final String UNSATISFIABLE = "DoNotSchedule";
  private static final int HIGHEST_WEIGHT = 100;

  private PlacementValidation() {}

  static void affinity(JsonNode affinity, Problems problems) {
    String path = "spec.affinity.";
    JsonNode node = affinity.path("nodeAffinity");
    nodeSelector(node.path(REQUIRED), path + "nodeAffinity." + REQUIRED, problems);
    int i = 0;
    for (JsonNode term : node.path(PREFERRED)) {
      String field = path + "nodeAffinity." + PREFERRED + "[" + i++ + "]";
      weight(term, field, problems);
      nodeTerm(term.path("preference"), field + ".preference", false, problems);
    }
    podAffinity(affinity.path("podAffinity"), path + "podAffinity.", problems);
    podAffinity(affinity.path("podAntiAffinity"), path + "podAntiAffinity.", problems);
  }

  private static void weight(JsonNode term, String field, Problems problems) {
    int weight = term.path("weight").asInt();
    if (weight < 1 || weight > HIGHEST_WEIGHT) {
      number(field + ".weight", weight, "must be in the range 1-" + HIGHEST_WEIGHT, problems);
    }
  }

  private static void nodeSelector(JsonNode selector, String path, Problems problems) {
    if (selector.isMissingNode()) {
      return;
    }
    JsonNode terms = selector.path("nodeSelectorTerms");
    if (terms.isEmpty()) {
      problems.required(path + ".nodeSelectorTerms", "must have at least one node selector term");
    }
    for (int i = 0; i < terms.size(); i++) {
      nodeTerm(terms.get(i), path + ".nodeSelectorTerms[" + i + "]", true, problems);
    }
  }

  private static void nodeTerm(JsonNode term, String path, boolean required, Problems problems) {
    int i = 0;
    for (JsonNode requirement : term.path("matchExpressions")) {
      nodeRequirement(requirement, path + ".matchExpressions[" + i++ + "]", required, problems);
    }
    i = 0;
    for (JsonNode requirement : term.path("matchFields")) {
      nodeField(requirement, path + ".matchFields[" + i++ + "]", problems);
    }
  }

  private static void nodeRequirement(
      JsonNode requirement, String path, boolean required, Problems problems) {
    JsonNode values = requirement.path("values");
    switch (requirement.path("operator").asText()) {
      case "In", "NotIn" -> {
        if (values.isEmpty()) {
          problems.required(path + ".values", VALUES_NEEDED);
        }
      }
      case "Exists", "DoesNotExist" -> {
        if (!values.isEmpty()) {
          problems.forbidden(path + ".values", VALUES_FORBIDDEN);
        }
      }
      case "Gt", "Lt" -> {
        if (values.size() != 1) {
          problems.required(
              path + ".values", "must be specified single value when `operator` is 'Lt' or 'Gt'");
        }
      }
      default -> problems.invalid(path + ".operator", text(requirement, "operator"), NO_OPERATOR);
    }
    problems.invalid(
        path + ".key", text(requirement, "key"), Names.labelKey(text(requirement, "key")));
    if (required) {
      labelValues(values, path, problems);
    }
  }

  private static void nodeField(JsonNode requirement, String path, Problems problems) {
    JsonNode values = requirement.path("values");
    switch (requirement.path("operator").asText()) {
      case "In", "NotIn" -> {
        if (values.size() != 1) {
          problems.required(
              path + ".values",
              "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
        }
      }
      default -> problems.invalid(path + ".operator", text(requirement, "operator"), NO_OPERATOR);
    }
    if (!text(requirement, "key").equals("metadata.name")) {
      problems.invalid(path + ".key", text(requirement, "key"), "not a valid field selector key");
      return;
    }
    for (int i = 0; i < values.size(); i++) {
      String name = values.get(i).asText();
      problems.invalid(path + ".values[" + i + "]", name, Names.subdomain(name));
    }
  }

  private static void podAffinity(JsonNode affinity, String path, Problems problems) {
    int i = 0;
    for (JsonNode term : affinity.path(REQUIRED)) {
      podTerm(term, path + REQUIRED + "[" + i++ + "]", problems);
    }
    i = 0;
    for (JsonNode term : affinity.path(PREFERRED)) {
      String field = path + PREFERRED + "[" + i++ + "]";
      weight(term, field, problems);
      podTerm(term.path("podAffinityTerm"), field + ".podAffinityTerm", problems);
    }
  }

  private static void podTerm(JsonNode term, String path, Problems problems) {
    labelSelector(term.path("labelSelector"), path + ".labelSelector", problems);
    labelSelector(term.path("namespaceSelector"), path + ".namespaceSelector", problems);
    for (JsonNode namespace : term.path("namespaces")) {
      problems.invalid(path + ".namespace", namespace.asText(), Names.label(namespace.asText()));
    }
    allLabelKeys(term, path, problems);
    String key = text(term, "topologyKey");
    if (key.isEmpty()) {
      problems.required(path + ".topologyKey", "can not be empty");
    }
    problems.invalid(path + ".topologyKey", key, Names.labelKey(key));
  }

  private static void allLabelKeys(JsonNode term, String path, Problems problems) {
    labelKeys(term, "matchLabelKeys", path, problems);
    labelKeys(term, "mismatchLabelKeys", path, problems);
    List<String> keys = new ArrayList<>();
    term.path("matchLabelKeys").forEach(key -> keys.add(key.asText()));
    Set<String> selected = new HashSet<>();
    term.path("labelSelector").path("matchLabels").fieldNames().forEachRemaining(selected::add);
    for (JsonNode requirement : term.path("labelSelector").path("matchExpressions")) {
      String key = text(requirement, "key");
      if (!selected.add(key) && keys.contains(key)) {
        problems.invalid(
            path + "[" + keys.lastIndexOf(key) + "]",
            key,
            "exists in both matchLabelKeys and labelSelector");
      }
    }
    for (JsonNode mismatch : term.path("mismatchLabelKeys")) {
      int same = keys.indexOf(mismatch.asText());
      if (same >= 0) {
        problems.invalid(
            path + ".matchLabelKeys[" + same + "]",
            mismatch.asText(),
            "exists in both matchLabelKeys and mismatchLabelKeys");
      }
    }
  }

  private static void labelKeys(JsonNode term, String list, String path, Problems problems) {
    JsonNode keys = term.path(list);
    if (!keys.isEmpty() && !term.has("labelSelector")) {
      problems.forbidden(path + "." + list, "must not be specified when labelSelector is not set");
      return;
    }
    for (int i = 0; i < keys.size(); i++) {
      String key = keys.get(i).asText();
      problems.invalid(path + "." + list + "[" + i + "]", key, Names.labelKey(key));
    }
  }

  private static void labelSelector(JsonNode selector, String path, Problems problems) {
    MetadataRules.labels(selector.path("matchLabels"), path + ".matchLabels", problems);
    int i = 0;
    for (JsonNode requirement : selector.path("matchExpressions")) {
      String field = path + ".matchExpressions[" + i++ + "]";
      JsonNode values = requirement.path("values");
      switch (requirement.path("operator").asText()) {
        case "In", "NotIn" -> {
          if (values.isEmpty()) {
            problems.required(field + ".values", VALUES_NEEDED);
          }
        }
        case "Exists", "DoesNotExist" -> {
          if (!values.isEmpty()) {
            problems.forbidden(field + ".values", VALUES_FORBIDDEN);
          }
        }
        default ->
            problems.invalid(field + ".operator", text(requirement, "operator"), NO_OPERATOR);
      }
      String key = text(requirement, "key");
      problems.invalid(field + ".key", key, Names.labelKey(key));
      labelValues(values, field, problems);
    }
  }

  private static void labelValues(JsonNode values, String path, Problems problems) {
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i).asText();
      problems.invalid(path + ".values[" + i + "]", value, Names.labelValue(value));
    }
  }

  static void tolerations(JsonNode tolerations, Problems problems) {
    int i = 0;
    for (JsonNode toleration : tolerations) {
      String field = "spec.tolerations[" + i++ + "]";
      String key = text(toleration, "key");
      String operator = text(toleration, "operator");
      String effect = text(toleration, "effect");
      if (!key.isEmpty()) {
        problems.invalid(field + ".key", key, Names.labelKey(key));
      } else if (!operator.equals("Exists")) {
        problems.invalid(
            field + ".operator",
            operator,
            "operator must be Exists when `key` is empty, which means \"match all values and all"
                + " keys\"");
      }
      if (toleration.has("tolerationSeconds") && !effect.equals("NoExecute")) {
        problems.invalid(
            field + ".effect",
            effect,
            "effect must be 'NoExecute' when `tolerationSeconds` is set");
      }
      operator(operator, text(toleration, "value"), field + ".operator", problems);
      if (!effect.isEmpty() && !TAINT_EFFECTS.contains(effect)) {
        problems.unsupported(field + ".effect", effect, TAINT_EFFECTS);
      }
    }
  }

  private static void operator(String operator, String value, String field, Problems problems) {
    switch (operator) {
      case "", "Equal" -> {
        List<String> wrong = Names.labelValue(value);
        if (!wrong.isEmpty()) {
          problems.invalid(field, value, String.join(";", wrong));
        }
      }
      case "Exists" -> {
        if (!value.isEmpty()) {
          problems.invalid(field, value, "value must be empty when `operator` is 'Exists'");
        }
      }
      case "Lt", "Gt" ->
          problems.unsupported(field, operator, List.of("Equal", "Exists", "Lt", "Gt"));
      default -> problems.unsupported(field, operator, List.of("Equal", "Exists"));
    }
  }

  static void spread(JsonNode constraints, Problems problems) {
    Set<String> later = new HashSet<>();
    Set<Integer> repeated = new HashSet<>();
    for (int i = constraints.size() - 1; i >= 0; i--) {
      if (!later.add(pair(constraints.get(i)))) {
        repeated.add(i);
      }
    }
    for (int i = 0; i < constraints.size(); i++) {
      String path = "spec.topologySpreadConstraints[" + i + "]";
      constraint(constraints.get(i), path, repeated.contains(i), problems);
    }
  }

  private static String pair(JsonNode constraint) {
    return "{"
        + text(constraint, "topologyKey")
        + ", "
        + text(constraint, "whenUnsatisfiable")
        + "}";
  }

  private static void constraint(
      JsonNode constraint, String path, boolean repeated, Problems problems) {
    positive(constraint.path("maxSkew"), path + ".maxSkew", problems);
    String key = text(constraint, "topologyKey");
    if (key.isEmpty()) {
      problems.required(path + ".topologyKey", "can not be empty");
    } else {
      problems.invalid(path + ".topologyKey", key, Names.labelKey(key));
    }
    String action = text(constraint, "whenUnsatisfiable");
    List<String> actions = List.of(UNSATISFIABLE, "ScheduleAnyway");
    if (!actions.contains(action)) {
      problems.unsupported(path + ".whenUnsatisfiable", action, actions);
    }
    if (repeated) {
      problems.duplicate(path + ".{topologyKey, whenUnsatisfiable}", pair(constraint));
    }
    JsonNode domains = constraint.path("minDomains");
    if (!domains.isMissingNode()) {
      positive(domains, path + ".minDomains", problems);
      if (!action.equals(UNSATISFIABLE)) {
        problems.invalid(
            path + ".minDomains",
            domains,
            "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not " + action);
      }
    }
    for (String policy : List.of("nodeAffinityPolicy", "nodeTaintsPolicy")) {
      if (constraint.has(policy)) {
        ContainerValidation.oneOf(constraint, path, policy, List.of("Honor", "Ignore"), problems);
      }
    }
    allLabelKeys(constraint, path, problems);
    labelSelector(constraint.path("labelSelector"), path + ".labelSelector", problems);
  }

  private static void positive(JsonNode value, String field, Problems problems) {
    if (value.asInt() <= 0) {
      number(field, value.asInt(), "must be greater than zero", problems);
    }
  }

  private static void number(String field, int value, String detail, Problems problems) {
    problems.invalid(field, IntNode.valueOf(value), detail);
  }

  static void gates(JsonNode gates, Problems problems) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < gates.size(); i++) {
      String name = text(gates.get(i), "name");
      String field = "spec.schedulingGates[" + i + "]";
      problems.invalid(field, name, Names.labelKey(name));
      if (!seen.add(name)) {
        problems.duplicate(field, name);
      }
    }
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText();
  }
}
