package dev.berth.sandbox.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * An event in a row, in the form of either group.
 *
 * <p>Mirrors {@code printEvent} of {@code pkg/printers/internalversion/printers.go}, Kubernetes
 * 1.36.3. Threading: any thread.
 */
final class EventCells {
  private EventCells() {}

  static void add(ObjectNode event, ArrayNode cells, Age age) {
    JsonNode about = first(event, "involvedObject", "regarding");
    JsonNode series = event.path("series");
    JsonNode began = first(event, "firstTimestamp", "deprecatedFirstTimestamp", "eventTime");
    JsonNode ended = first(event, "lastTimestamp", "deprecatedLastTimestamp");
    String kind = about.path("kind").asText("").toLowerCase(Locale.ROOT);
    String name = about.path("name").asText("");
    long count = first(event, "count", "deprecatedCount").asLong();
    String lastSeen = age.of(ended.isMissingNode() ? began : ended);
    if (series.isObject()) {
      lastSeen = age.of(series.path("lastObservedTime"));
      count = series.path("count").asLong();
    } else if (count == 0) {
      count = 1;
    }
    cells
        .add(lastSeen)
        .add(event.path("type").asText(""))
        .add(event.path("reason").asText(""))
        .add(name.isEmpty() ? kind : kind + "/" + name)
        .add(about.path("fieldPath").asText(""))
        .add(source(event))
        .add(first(event, "message", "note").asText("").strip())
        .add(age.of(began))
        .add(count)
        .add(event.at("/metadata/name").asText());
  }

  private static String source(ObjectNode event) {
    JsonNode source = first(event, "source", "deprecatedSource");
    String component = firstText(source.path("component"), reporter(event));
    String instance = firstText(source.path("host"), event.path("reportingInstance"));
    return instance.isEmpty() ? component : component + ", " + instance;
  }

  private static JsonNode reporter(ObjectNode event) {
    return first(event, "reportingComponent", "reportingController");
  }

  private static String firstText(JsonNode one, JsonNode other) {
    return one.asText("").isEmpty() ? other.asText("") : one.asText();
  }

  /** The first of these members that there is. */
  private static JsonNode first(ObjectNode event, String... names) {
    for (String name : names) {
      if (event.hasNonNull(name)) {
        return event.get(name);
      }
    }
    return MissingNode.getInstance();
  }
}
