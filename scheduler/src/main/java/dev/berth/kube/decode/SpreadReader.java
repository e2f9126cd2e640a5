package dev.berth.kube.decode;

import dev.berth.model.LabelSelector;
import dev.berth.model.SpreadConstraint;
import dev.berth.model.SpreadConstraint.NodePolicy;
import dev.berth.model.TopologySpread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads {@code topologySpreadConstraints}.
 *
 * <p>Threading: one per request.
 */
final class SpreadReader {
  private static final FieldPolicy.Type CONSTRAINT = FieldPolicy.type("TopologySpreadConstraint");
  private static final String HARD = "DoNotSchedule";
  private static final String SOFT = "ScheduleAnyway";
  private static final Set<String> ACTIONS = Set.of(HARD, SOFT);
  private static final Set<String> INCLUSION_POLICIES = Set.of("Honor", "Ignore");

  /** One constraint as it was written. */
  private record Written(String action, SpreadConstraint constraint, List<String> matchLabelKeys) {}

  private final List<Written> constraints = new ArrayList<>(0);

  /** Called inside of a structure that narrows placement. */
  void read(JsonCursor json) throws IOException, UndecodableObject {
    if (json.enterList()) {
      while (json.nextElement()) {
        int mark = json.refusals().mark();
        Written written = readConstraint(json);
        constraints.add(written);
        if (written.action().equals(SOFT)) {
          json.soften(mark);
        }
      }
    }
  }

  /** What a constraint does is known only at its end: until then it counts as one that narrows. */
  private static Written readConstraint(JsonCursor json) throws IOException, UndecodableObject {
    String action = "";
    String topologyKey = "";
    int maxSkew = 0;
    int minDomains = 1;
    LabelSelector selector = LabelSelector.NOTHING;
    NodePolicy affinity = NodePolicy.HONOR;
    NodePolicy taints = NodePolicy.IGNORE;
    List<String> matchLabelKeys = List.of();
    if (json.enterObject()) {
      for (String field = json.nextField(); field != null; field = json.nextField()) {
        switch (field) {
          case "whenUnsatisfiable" -> action = json.oneOf(ACTIONS);
          case "topologyKey" -> topologyKey = json.string();
          case "maxSkew" -> maxSkew = json.int32();
          case "minDomains" -> minDomains = json.present() ? json.int32() : 1;
          case "labelSelector" -> selector = LabelSelectors.read(json);
          case "nodeAffinityPolicy" -> affinity = readPolicy(json, NodePolicy.HONOR);
          case "nodeTaintsPolicy" -> taints = readPolicy(json, NodePolicy.IGNORE);
          case "matchLabelKeys" -> matchLabelKeys = json.strings();
          default -> json.skip(CONSTRAINT, field);
        }
      }
    }
    SpreadConstraint constraint =
        new SpreadConstraint(topologyKey, maxSkew, minDomains, selector, affinity, taints);
    return new Written(action, constraint, matchLabelKeys);
  }

  private static NodePolicy readPolicy(JsonCursor json, NodePolicy unset)
      throws IOException, UndecodableObject {
    if (!json.present()) {
      return unset;
    }
    return json.oneOf(INCLUSION_POLICIES).equals("Honor") ? NodePolicy.HONOR : NodePolicy.IGNORE;
  }

  /**
   * The constraints, for a pod with these labels. The labels that {@code matchLabelKeys} names
   * become part of the selector also where the API server has done that already, since one without
   * the gate does not.
   */
  TopologySpread of(Map<String, String> labels) {
    if (constraints.isEmpty()) {
      return TopologySpread.UNSAID;
    }
    List<SpreadConstraint> hard = new ArrayList<>();
    List<SpreadConstraint> soft = new ArrayList<>();
    for (Written written : constraints) {
      SpreadConstraint constraint = written.constraint();
      LabelSelector selector = constraint.selector().and(named(written.matchLabelKeys(), labels));
      switch (written.action()) {
        case HARD -> hard.add(constraint.withSelector(selector));
        case SOFT -> soft.add(constraint.withSelector(selector));
        default -> {
          // Neither filters nor scores; a value that is not empty is a reason to refuse the pod.
        }
      }
    }
    return TopologySpread.of(hard, soft);
  }

  private static Map<String, String> named(List<String> keys, Map<String, String> labels) {
    Map<String, String> named = new LinkedHashMap<>();
    for (String key : keys) {
      String value = labels.get(key);
      if (value != null) {
        named.put(key, value);
      }
    }
    return named;
  }
}
