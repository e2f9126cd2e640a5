package dev.berth.kube.decode;

import java.io.IOException;
import java.util.Set;

/**
 * Reads {@code topologySpreadConstraints}: refuses those that say {@code DoNotSchedule}, whose
 * plugin is not built yet, and passes over those that only weigh nodes.
 *
 * <p>Threading: any thread.
 */
final class SpreadReader {
  private static final String PLUGIN = "PodTopologySpread";
  private static final FieldPolicy.Type CONSTRAINT = FieldPolicy.type("TopologySpreadConstraint");
  private static final Set<String> ACTIONS = Set.of("DoNotSchedule", "ScheduleAnyway");
  private static final Set<String> INCLUSION_POLICIES = Set.of("Honor", "Ignore");

  private SpreadReader() {}

  /** Called inside of a structure that narrows placement. */
  static void read(JsonCursor json) throws IOException, UndecodableObject {
    if (json.enterList()) {
      while (json.nextElement()) {
        readConstraint(json);
      }
    }
  }

  /** What a constraint does is known only at its end: until then it counts as one that narrows. */
  private static void readConstraint(JsonCursor json) throws IOException, UndecodableObject {
    if (!json.enterObject()) {
      return;
    }
    int mark = json.refusals().mark();
    String action = "";
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "whenUnsatisfiable" -> action = json.oneOf(ACTIONS);
        case "labelSelector" -> LabelSelectors.read(json);
        case "nodeAffinityPolicy", "nodeTaintsPolicy" -> json.oneOf(INCLUSION_POLICIES);
        default -> json.skip(CONSTRAINT, field);
      }
    }
    if (action.equals("DoNotSchedule")) {
      json.refuseUnbuilt(PLUGIN);
    } else if (ACTIONS.contains(action)) {
      json.soften(mark);
    }
  }
}
