package dev.berth.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arguments of PodTopologySpread: how pods spread that say nothing about it themselves.
 *
 * <p>Mirrors {@code ValidatePodTopologySpreadArgs} of {@code
 * apis/config/validation/validation_pluginargs.go}, Kubernetes 1.36.3.
 *
 * <p>Threading: immutable.
 *
 * @param defaultConstraints empty unless {@code defaulting} is {@link Defaulting#LIST}
 */
public record PodTopologySpreadArgs(
    Defaulting defaulting, List<DefaultConstraint> defaultConstraints) implements PluginArgs {
  private static final String DEFAULTING_TYPE = "defaultingType";
  private static final String CONSTRAINTS = "defaultConstraints";
  private static final List<String> POLICIES = List.of("Honor", "Ignore");

  /** Where default constraints come from. */
  public enum Defaulting {
    /** kube-scheduler's own two: over hosts and zones, both only preferred. */
    SYSTEM,
    /** Those of this configuration. */
    LIST
  }

  /** What happens when no node keeps a constraint. */
  public enum WhenUnsatisfiable {
    DO_NOT_SCHEDULE,
    SCHEDULE_ANYWAY
  }

  /**
   * A constraint without a selector: it is made for each pod from what owns it.
   *
   * @param minDomains null when not given
   * @param nodeAffinityPolicy Honor, Ignore, or null when not given
   * @param nodeTaintsPolicy Honor, Ignore, or null when not given
   */
  public record DefaultConstraint(
      int maxSkew,
      String topologyKey,
      WhenUnsatisfiable whenUnsatisfiable,
      @Nullable Long minDomains,
      @Nullable String nodeAffinityPolicy,
      @Nullable String nodeTaintsPolicy,
      List<String> matchLabelKeys) {
    public DefaultConstraint {
      matchLabelKeys = List.copyOf(matchLabelKeys);
    }
  }

  public PodTopologySpreadArgs {
    defaultConstraints = List.copyOf(defaultConstraints);
  }

  static PodTopologySpreadArgs read(Fields fields) {
    Defaulting defaulting =
        !fields.text(DEFAULTING_TYPE, "").isEmpty()
                && "List".equals(fields.oneOf(DEFAULTING_TYPE, List.of("System", "List")))
            ? Defaulting.LIST
            : Defaulting.SYSTEM;
    List<DefaultConstraint> constraints =
        fields.objects(CONSTRAINTS, PodTopologySpreadArgs::readConstraint);
    if (defaulting == Defaulting.SYSTEM
        && !constraints.isEmpty()
        && fields.isSound(DEFAULTING_TYPE)) {
      fields.invalid(DEFAULTING_TYPE, "\"System\"", "with defaultConstraints it must be \"List\"");
    }
    refuseRepeated(fields, constraints);
    return new PodTopologySpreadArgs(defaulting, constraints);
  }

  private static DefaultConstraint readConstraint(Fields fields) {
    int maxSkew = fields.wholeNumber("maxSkew", 0, 1, Integer.MAX_VALUE);
    if (!fields.has("maxSkew")) {
      fields.problem("maxSkew", "is missing; at least 1 is wanted");
    }
    String topologyKey = fields.requiredText("topologyKey");
    String allowed = topologyKey.isEmpty() ? null : QualifiedName.broken(topologyKey);
    if (allowed != null) {
      fields.invalid("topologyKey", Fields.quote(topologyKey), allowed);
    }
    List<String> actions = List.of("DoNotSchedule", "ScheduleAnyway");
    String whenUnsatisfiable = fields.oneOf("whenUnsatisfiable", actions);
    fields.mustBeThere("whenUnsatisfiable", actions);
    if (fields.has("labelSelector")) {
      fields.problem(
          "labelSelector", "is given; remove it, the selector is made for each pod from its owner");
    }
    return new DefaultConstraint(
        maxSkew,
        topologyKey,
        "ScheduleAnyway".equals(whenUnsatisfiable)
            ? WhenUnsatisfiable.SCHEDULE_ANYWAY
            : WhenUnsatisfiable.DO_NOT_SCHEDULE,
        fields.has("minDomains")
            ? fields.wholeNumber("minDomains", 1L, Integer.MIN_VALUE, Integer.MAX_VALUE)
            : null,
        policy(fields, "nodeAffinityPolicy"),
        policy(fields, "nodeTaintsPolicy"),
        fields.texts("matchLabelKeys"));
  }

  /** kube-scheduler takes every text here and honours one. */
  private static @Nullable String policy(Fields fields, String field) {
    String policy = fields.text(field);
    if (policy == null || POLICIES.contains(policy)) {
      return policy;
    }
    fields
        .findings()
        .notice(
            fields.pathOf(field)
                + " is "
                + Fields.quote(policy)
                + ", which means Ignore."
                + NearestName.maybe(policy, POLICIES));
    return "Ignore";
  }

  private record Pair(String topologyKey, WhenUnsatisfiable whenUnsatisfiable) {}

  private static void refuseRepeated(Fields fields, List<DefaultConstraint> constraints) {
    Map<Pair, Integer> firstByPair = new HashMap<>();
    for (int i = 0; i < constraints.size(); i++) {
      DefaultConstraint constraint = constraints.get(i);
      Pair pair = new Pair(constraint.topologyKey, constraint.whenUnsatisfiable);
      Integer first = firstByPair.putIfAbsent(pair, i);
      if (first != null && !constraint.topologyKey.isEmpty()) {
        fields.problemAt(
            fields.elementPath(CONSTRAINTS, i),
            "has the topologyKey and whenUnsatisfiable of "
                + fields.elementPath(CONSTRAINTS, first)
                + "; each pair may occur once");
      }
    }
  }
}
