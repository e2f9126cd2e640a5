package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether an answer is a recorded one, but for what differs from run to run.
 *
 * <p>Threading: immutable.
 *
 * @param today a pattern for the date of all times that the answering server sets: {@code
 *     2031-05-06}
 */
record Likeness(String today) {
  /** Where we say less than upstream, and know it: what an unlawful update changed. */
  private static final String DUMP = "(?s)(if it was previously negative\\))\\\\n.*?(\",\")";

  /** Nothing when it is, else the fields that differ. */
  String difference(JsonNode want, JsonNode answer) {
    return difference("", alike(want), alike(answer));
  }

  /** Without identities, and without causes told twice. */
  JsonNode alike(JsonNode answer) {
    JsonNode copy = answer.deepCopy();
    if (copy.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove(List.of("resourceVersion", "uid", "creationTimestamp", "managedFields"));
    }
    if (copy.path("details") instanceof ObjectNode details && details.has("causes")) {
      Set<JsonNode> causes = new LinkedHashSet<>();
      details.path("causes").forEach(causes::add);
      causes.forEach(details.putArray("causes")::add);
    }
    String text = new String(Json.bytes(copy), StandardCharsets.UTF_8);
    return Json.object(
        text.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UID")
            .replaceAll(today + "T[0-9:.]*Z", "NOW")
            .replaceAll("(ResourceVersion in (object meta: |record \\())[0-9]+", "$1N")
            .replaceAll("\\b([Gg]en[-_])[bcdfghjklmnpqrstvwxz2456789]{5}\\b", "$1RANDOM")
            .replaceAll(DUMP, "$1$2")
            .getBytes(StandardCharsets.UTF_8));
  }

  private static String difference(String path, JsonNode want, JsonNode got) {
    if (want.equals(got)) {
      return "";
    }
    if (!want.isObject() || !got.isObject()) {
      return "\n  " + path + "\n    want " + want + "\n    got  " + got;
    }
    StringBuilder text = new StringBuilder();
    Set<String> names = new TreeSet<>();
    want.fieldNames().forEachRemaining(names::add);
    got.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      text.append(difference(path + "." + name, want.path(name), got.path(name)));
    }
    return text.toString();
  }
}
