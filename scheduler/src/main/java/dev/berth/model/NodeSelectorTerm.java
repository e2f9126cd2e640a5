package dev.berth.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A compiled node selector term: all expressions on labels and all on fields have to hold. An empty
 * term and one that does not parse match nothing.
 *
 * <p>Mirrors {@code component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go}, Kubernetes
 * 1.36.3. As there, a field other than {@code metadata.name} has the value "".
 *
 * <p>Threading: immutable.
 */
public final class NodeSelectorTerm {
  private static final String NAME_FIELD = "metadata.name";

  /** A field that has to have a value, or must not have it. */
  private record FieldRequirement(String field, String value, boolean wanted) {
    boolean matches(String nodeName) {
      String actual = field.equals(NAME_FIELD) ? nodeName : "";
      return actual.equals(value) == wanted;
    }
  }

  private final List<NodeRequirement> matchExpressions;
  private final List<NodeRequirement> matchFields;
  private final List<Requirement> labels;
  private final List<FieldRequirement> fields;
  private final List<String> errors;
  private final int hash;

  private NodeSelectorTerm(
      List<NodeRequirement> matchExpressions, List<NodeRequirement> matchFields) {
    this.matchExpressions = List.copyOf(matchExpressions);
    this.matchFields = List.copyOf(matchFields);
    FieldErrors found = new FieldErrors();
    this.labels = compileLabels(matchExpressions, found);
    this.fields = compileFields(matchFields, found);
    this.errors = found.list();
    this.hash = 31 * this.matchExpressions.hashCode() + this.matchFields.hashCode();
  }

  public static NodeSelectorTerm of(
      List<NodeRequirement> matchExpressions, List<NodeRequirement> matchFields) {
    return new NodeSelectorTerm(matchExpressions, matchFields);
  }

  private static List<Requirement> compileLabels(
      List<NodeRequirement> expressions, FieldErrors errors) {
    List<Requirement> compiled = new ArrayList<>(expressions.size());
    for (int i = 0; i < expressions.size(); i++) {
      NodeRequirement expression = expressions.get(i);
      String path = "matchExpressions[" + i + "].";
      Requirement.Operator operator = operator(expression.operator());
      if (operator == null) {
        errors.notSupported(
            path + "operator",
            expression.operator(),
            "In",
            "NotIn",
            "Exists",
            "DoesNotExist",
            "Gt",
            "Lt");
        continue;
      }
      Requirement requirement =
          Requirement.compile(path, expression.key(), operator, expression.values(), errors);
      if (requirement != null) {
        compiled.add(requirement);
      }
    }
    return List.copyOf(compiled);
  }

  private static Requirement.@Nullable Operator operator(String name) {
    return switch (name) {
      case "In" -> Requirement.Operator.IN;
      case "NotIn" -> Requirement.Operator.NOT_IN;
      case "Exists" -> Requirement.Operator.EXISTS;
      case "DoesNotExist" -> Requirement.Operator.DOES_NOT_EXIST;
      case "Gt" -> Requirement.Operator.GREATER;
      case "Lt" -> Requirement.Operator.LESS;
      default -> null;
    };
  }

  private static List<FieldRequirement> compileFields(
      List<NodeRequirement> expressions, FieldErrors errors) {
    List<FieldRequirement> compiled = new ArrayList<>(expressions.size());
    for (int i = 0; i < expressions.size(); i++) {
      NodeRequirement expression = expressions.get(i);
      String path = "matchFields[" + i + "].";
      boolean in = expression.operator().equals("In");
      if (!in && !expression.operator().equals("NotIn")) {
        errors.notSupported(path + "operator", expression.operator(), "In", "NotIn");
      } else if (expression.values().size() != 1) {
        errors.invalid(
            path + "values", FieldErrors.json(expression.values()), "must have one element");
      } else {
        compiled.add(new FieldRequirement(expression.key(), expression.values().getFirst(), in));
      }
    }
    return List.copyOf(compiled);
  }

  public boolean matches(Node node) {
    return matches(node.labels(), node.name());
  }

  boolean matches(Labels nodeLabels, String nodeName) {
    if (isEmpty() || !errors.isEmpty()) {
      return false;
    }
    for (int i = 0; i < labels.size(); i++) {
      if (!labels.get(i).matches(nodeLabels)) {
        return false;
      }
    }
    for (int i = 0; i < fields.size(); i++) {
      if (!fields.get(i).matches(nodeName)) {
        return false;
      }
    }
    return true;
  }

  /** No expressions and no fields. */
  public boolean isEmpty() {
    return matchExpressions.isEmpty() && matchFields.isEmpty();
  }

  /** The text of Go's error if the term does not parse, with paths that start at the term. */
  public @Nullable String parseError() {
    return FieldErrors.join(errors);
  }

  /** The single errors, with paths that start with {@code prefix}; empty if the term parses. */
  public List<String> parseErrors(String prefix) {
    return errors.stream().map(error -> prefix + error).toList();
  }

  public List<NodeRequirement> matchExpressions() {
    return matchExpressions;
  }

  public List<NodeRequirement> matchFields() {
    return matchFields;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return this == o
        || (o instanceof NodeSelectorTerm other
            && hash == other.hash
            && matchExpressions.equals(other.matchExpressions)
            && matchFields.equals(other.matchFields));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "matchExpressions: " + matchExpressions + ", matchFields: " + matchFields;
  }
}
