package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.registry.Registry.Part;
import java.util.List;

/**
 * The rules of events, on their core form: {@code pkg/apis/core/validation/events.go} of Kubernetes
 * 1.36.3.
 *
 * <p>Threading: immutable.
 *
 * @param strict whether it came in through {@code events.k8s.io}, which asks for more
 */
record EventRules(boolean strict) implements KindRules {
  private static final int MOST = 128;
  private static final int MOST_NOTE = 1024;
  private static final List<String> IMMUTABLE =
      List.of(
          "involvedObject",
          "reason",
          "message",
          "source",
          "firstTimestamp",
          "lastTimestamp",
          "count",
          "type",
          "eventTime",
          "action",
          "related",
          "reportingComponent",
          "reportingInstance");

  @Override
  public Names.Form names() {
    return strict ? Names.Form.SUBDOMAIN : Names.Form.PATH_SEGMENT;
  }

  @Override
  public void complete(ObjectNode tree) {
    EventForms.complete(tree);
  }

  @Override
  public void check(ObjectNode created, Problems problems) {
    always(created, problems);
    if (strict) {
      series(created.path("series"), problems);
      newlyMade(created, problems);
    }
  }

  @Override
  public void checkUpdate(ObjectNode wish, ObjectNode current, Part part, Problems problems) {
    always(wish, problems);
    if (!strict) {
      return;
    }
    if (!wish.path("series").equals(current.path("series"))) {
      series(wish.path("series"), problems);
    }
    for (String field : IMMUTABLE) {
      if (!wish.path(field).equals(current.path(field))) {
        String shown = field.equals("reportingComponent") ? "reportingController" : field;
        MetadataRules.immutable(shown, wish.path(field), problems);
      }
    }
  }

  private static void series(JsonNode series, Problems problems) {
    if (series.isMissingNode()) {
      return;
    }
    if (series.path("count").asInt() < 2) {
      problems.invalid("series.count", "", "should be at least 2");
    }
    if (!series.path("lastObservedTime").isTextual()) {
      problems.required("series.lastObservedTime");
    }
  }

  private static void newlyMade(JsonNode event, Problems problems) {
    if (!event.path("eventTime").isTextual()) {
      problems.required("eventTime");
    }
    String type = event.path("type").asText();
    if (!type.equals("Normal") && !type.equals("Warning")) {
      problems.invalid("type", "", "has invalid value: " + type);
    }
    for (String time : List.of("firstTimestamp", "lastTimestamp")) {
      if (event.path(time).isTextual()) {
        problems.invalid(time, "", "needs to be unset");
      }
    }
    if (event.path("count").asInt() != 0) {
      problems.invalid("count", "", "needs to be unset");
    }
    if (!event.path("source").isEmpty()) {
      problems.invalid("source", "", "needs to be unset");
    }
  }

  private void always(JsonNode event, Problems problems) {
    String namespace = Metadata.text(event, "namespace");
    String about = event.path("involvedObject").path("namespace").asText();
    boolean isNew = event.path("eventTime").isTextual();
    boolean agree =
        isNew
            ? !about.isEmpty() || namespace.equals("default") || namespace.equals("kube-system")
            : about.isEmpty() ? namespace.equals("default") : about.equals(namespace);
    if (!agree) {
      problems.invalid("involvedObject.namespace", about, "does not match event.namespace");
    }
    if (isNew) {
      reporting(event, problems);
      text(event, "reportingInstance", problems);
      text(event, "action", problems);
      text(event, "reason", problems);
      if (event.path("message").asText().length() > MOST_NOTE) {
        tooLong("message", MOST_NOTE, problems);
      }
    }
  }

  private void reporting(JsonNode event, Problems problems) {
    String field = strict ? "reportingController" : "reportingComponent";
    String controller = event.path("reportingComponent").asText();
    if (controller.isEmpty()) {
      problems.required(field);
    }
    problems.invalid(field, controller, Names.labelKey(controller));
  }

  private static void text(JsonNode event, String field, Problems problems) {
    String value = event.path(field).asText();
    if (value.isEmpty()) {
      problems.required(field);
    }
    if (value.length() > MOST) {
      tooLong(field, MOST, problems);
    }
  }

  private static void tooLong(String field, int most, Problems problems) {
    problems.invalid(field, "", "can have at most " + most + " characters");
  }
}
