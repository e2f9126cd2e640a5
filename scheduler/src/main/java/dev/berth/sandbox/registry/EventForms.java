package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The two forms of one event, of the core group and of {@code events.k8s.io}, and the way between
 * them: {@code pkg/apis/events/v1/conversion.go} of Kubernetes 1.36.3.
 *
 * <p>Threading: any thread.
 */
final class EventForms {
  /** Names of the same field: core, then events.k8s.io. All others are called alike. */
  private static final Map<String, String> TO_NEW =
      Map.of(
          "involvedObject", "regarding",
          "message", "note",
          "source", "deprecatedSource",
          "firstTimestamp", "deprecatedFirstTimestamp",
          "lastTimestamp", "deprecatedLastTimestamp",
          "count", "deprecatedCount",
          "reportingComponent", "reportingController");

  private static final Map<String, String> TO_CORE = inverse(TO_NEW);

  private EventForms() {}

  private static Map<String, String> inverse(Map<String, String> names) {
    Map<String, String> inverse = new LinkedHashMap<>();
    names.forEach((core, other) -> inverse.put(other, core));
    return Map.copyOf(inverse);
  }

  /** The kind that objects of this kind are stored as. */
  static Kind stored(Kind kind) {
    return kind.equals(Kinds.EVENT) ? Kinds.CORE_EVENT : kind;
  }

  /** An object of this kind in the form in which it is stored. */
  static ObjectNode stored(Kind kind, ObjectNode tree) {
    return kind.equals(Kinds.EVENT) ? toCore(tree) : tree;
  }

  /** The form in which events are stored. */
  static ObjectNode toCore(ObjectNode event) {
    return renamed(event, TO_CORE, Kinds.CORE_EVENT);
  }

  /** The form in which the newer group shows a stored event. */
  static ObjectNode toNew(ObjectNode event) {
    ObjectNode shown = renamed(event, TO_NEW, Kinds.EVENT);
    for (String field : List.of("reportingController", "reportingInstance")) {
      if (shown.path(field).asText().isEmpty()) {
        shown.remove(field);
      }
    }
    return shown;
  }

  private static ObjectNode renamed(ObjectNode event, Map<String, String> names, Kind kind) {
    ObjectNode other = Json.object().put("kind", kind.name()).put("apiVersion", kind.apiVersion());
    for (Map.Entry<String, JsonNode> field : event.properties()) {
      if (!other.has(field.getKey())) {
        other.set(names.getOrDefault(field.getKey(), field.getKey()), field.getValue());
      }
    }
    return other;
  }

  /** Writes what the server always shows, times to their digits. */
  static void complete(ObjectNode core) {
    core.withObject("/involvedObject");
    core.withObject("/source");
    for (String time : List.of("firstTimestamp", "lastTimestamp", "eventTime")) {
      if (!core.has(time)) {
        core.putNull(time);
      }
    }
    for (String reporting : List.of("reportingComponent", "reportingInstance")) {
      if (!core.has(reporting)) {
        core.put(reporting, "");
      }
    }
    Times.micro(Kinds.EVENT, core, "eventTime");
    if (core.get("series") instanceof ObjectNode series) {
      Times.micro(Kinds.EVENT, series, "lastObservedTime");
    }
  }
}
