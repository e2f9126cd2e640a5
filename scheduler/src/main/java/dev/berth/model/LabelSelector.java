package dev.berth.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A compiled label selector: all of its conditions have to hold. One that does not parse matches
 * nothing and says why.
 *
 * <p>Mirrors {@code metav1.LabelSelectorAsSelector}, apimachinery 1.36.3; of several wrong {@code
 * matchLabels}, whose order Go leaves open, the first by key is reported.
 *
 * <p>Threading: immutable.
 */
public final class LabelSelector {
  /** The selector that is absent: matches no object. */
  public static final LabelSelector NOTHING =
      new LabelSelector(Map.of(), List.of(), List.of(), null, false);

  /** The selector <code>{}</code>: matches every object. */
  public static final LabelSelector EVERYTHING =
      new LabelSelector(Map.of(), List.of(), List.of(), null, true);

  private final Map<String, String> matchLabels;
  private final List<LabelRequirement> matchExpressions;
  private final List<Requirement> requirements;
  private final @Nullable String parseError;

  /** Whether anything can match: false for an absent selector and for one that does not parse. */
  private final boolean usable;

  private final int hash;

  private LabelSelector(
      Map<String, String> matchLabels,
      List<LabelRequirement> matchExpressions,
      List<Requirement> requirements,
      @Nullable String parseError,
      boolean usable) {
    this.matchLabels = matchLabels;
    this.matchExpressions = matchExpressions;
    this.requirements = requirements;
    this.parseError = parseError;
    this.usable = usable;
    this.hash = 31 * matchLabels.hashCode() + matchExpressions.hashCode() + (usable ? 1 : 0);
  }

  /** Compiles a selector that is present. */
  public static LabelSelector of(
      Map<String, String> matchLabels, List<LabelRequirement> matchExpressions) {
    if (matchLabels.isEmpty() && matchExpressions.isEmpty()) {
      return EVERYTHING;
    }
    Map<String, String> labels = Map.copyOf(matchLabels);
    List<LabelRequirement> expressions = List.copyOf(matchExpressions);
    List<Requirement> requirements = new ArrayList<>();
    String error = compile(new TreeMap<>(matchLabels), expressions, requirements);
    return new LabelSelector(labels, expressions, List.copyOf(requirements), error, error == null);
  }

  /** Fills {@code requirements} and returns the first error, null if there is none. */
  private static @Nullable String compile(
      Map<String, String> matchLabels,
      List<LabelRequirement> matchExpressions,
      List<Requirement> requirements) {
    for (Map.Entry<String, String> label : matchLabels.entrySet()) {
      String error =
          add(label.getKey(), Requirement.Operator.IN, List.of(label.getValue()), requirements);
      if (error != null) {
        return error;
      }
    }
    for (LabelRequirement expression : matchExpressions) {
      Requirement.Operator operator = operator(expression.operator());
      String error =
          operator == null
              ? FieldErrors.quote(expression.operator()) + " is not a valid label selector operator"
              : add(expression.key(), operator, expression.values(), requirements);
      if (error != null) {
        return error;
      }
    }
    return null;
  }

  private static @Nullable String add(
      String key,
      Requirement.Operator operator,
      List<String> values,
      List<Requirement> requirements) {
    FieldErrors errors = new FieldErrors();
    Requirement requirement = Requirement.compile("", key, operator, values, errors);
    if (requirement == null) {
      return FieldErrors.join(errors.list());
    }
    requirements.add(requirement);
    return null;
  }

  private static Requirement.@Nullable Operator operator(String name) {
    return switch (name) {
      case "In" -> Requirement.Operator.IN;
      case "NotIn" -> Requirement.Operator.NOT_IN;
      case "Exists" -> Requirement.Operator.EXISTS;
      case "DoesNotExist" -> Requirement.Operator.DOES_NOT_EXIST;
      default -> null;
    };
  }

  /** Labels that everything that matches has, as they were written. */
  public Map<String, String> matchLabels() {
    return matchLabels;
  }

  public boolean matches(Labels labels) {
    if (!usable) {
      return false;
    }
    for (int i = 0; i < requirements.size(); i++) {
      if (!requirements.get(i).matches(labels)) {
        return false;
      }
    }
    return true;
  }

  /**
   * This selector and these labels as well; the labels are taken as they are, valid or not. A
   * selector that matches nothing goes on matching nothing.
   *
   * <p>Mirrors {@code mergeLabelSetWithSelector}, plugins/podtopologyspread/common.go, Kubernetes
   * 1.36.3.
   */
  public LabelSelector and(Map<String, String> labels) {
    if (!usable || labels.isEmpty()) {
      return this;
    }
    List<LabelRequirement> expressions = new ArrayList<>(matchExpressions);
    List<Requirement> more = new ArrayList<>(requirements);
    new TreeMap<>(labels)
        .forEach(
            (key, value) -> {
              expressions.add(new LabelRequirement(key, "In", List.of(value)));
              more.add(new Requirement(key, Requirement.Operator.IN, List.of(value), 0));
            });
    return new LabelSelector(matchLabels, List.copyOf(expressions), List.copyOf(more), null, true);
  }

  /** This selector and another one as well, which counts only if it can match anything. */
  public LabelSelector and(LabelSelector other) {
    if (!usable || !other.usable || other.requirements.isEmpty()) {
      return this;
    }
    List<LabelRequirement> expressions = new ArrayList<>(matchExpressions);
    new TreeMap<>(other.matchLabels)
        .forEach((key, value) -> expressions.add(new LabelRequirement(key, "In", List.of(value))));
    expressions.addAll(other.matchExpressions);
    List<Requirement> more = new ArrayList<>(requirements);
    more.addAll(other.requirements);
    return new LabelSelector(matchLabels, List.copyOf(expressions), List.copyOf(more), null, true);
  }

  /**
   * A label that every object which matches has; null when the conditions tell of none, or nothing
   * can match.
   */
  public @Nullable LabelChoice choice() {
    for (int i = 0; i < requirements.size(); i++) {
      Requirement requirement = requirements.get(i);
      if (usable && requirement.operator() == Requirement.Operator.IN) {
        return new LabelChoice(requirement.key(), requirement.values());
      }
    }
    return null;
  }

  /** Whether the selector is absent. */
  public boolean isNothing() {
    return !usable && parseError == null;
  }

  /** Matches every object: there are no conditions. */
  public boolean isEverything() {
    return usable && requirements.isEmpty();
  }

  /** The text of Go's error if the selector does not parse. */
  public @Nullable String parseError() {
    return parseError;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return this == o
        || (o instanceof LabelSelector other
            && hash == other.hash
            && usable == other.usable
            && matchLabels.equals(other.matchLabels)
            && matchExpressions.equals(other.matchExpressions));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    if (parseError == null && requirements.isEmpty()) {
      return usable ? "everything" : "nothing";
    }
    return "matchLabels: " + new TreeMap<>(matchLabels) + ", matchExpressions: " + matchExpressions;
  }
}
