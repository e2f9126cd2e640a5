package dev.berth.sandbox.fault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.sandbox.objects.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One event as a watch sends it: a line of JSON.
 *
 * <p>Threading: immutable; nobody changes {@code text}.
 *
 * @param resource what is watched: {@code pods}
 * @param text with the line feed at its end
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
record WatchLine(String resource, JsonNode event, byte[] text) {
  private static final String BOOKMARK = "BOOKMARK";

  static WatchLine of(String resource, byte[] text) {
    return new WatchLine(resource, Json.object(text), text);
  }

  String type() {
    return event.path("type").asText();
  }

  boolean isBookmark() {
    return type().equals(BOOKMARK);
  }

  String namespace() {
    return metadata("namespace");
  }

  String name() {
    return metadata("name");
  }

  boolean isAboutTheSameAs(WatchLine other) {
    return namespace().equals(other.namespace()) && name().equals(other.name());
  }

  private String metadata(String field) {
    return event.path("object").path("metadata").path(field).asText();
  }

  /** A bookmark of the version that the object has. */
  byte[] asBookmark() {
    JsonNode object = event.path("object");
    var bookmark = Json.object().put("type", BOOKMARK);
    bookmark
        .putObject("object")
        .put("kind", object.path("kind").asText())
        .put("apiVersion", object.path("apiVersion").asText())
        .putObject("metadata")
        .put("resourceVersion", metadata("resourceVersion"));
    return line(bookmark);
  }

  static byte[] line(JsonNode event) {
    return (new String(Json.bytes(event), StandardCharsets.UTF_8) + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The start of an event, cut after the first byte of a character of two. */
  byte[] halfACharacter() {
    byte[] start = "{\"type\":\"MODIFIED\",\"object\":{\"\u00fc".getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(start, start.length - 1);
  }

  byte[] half() {
    return Arrays.copyOf(text, text.length / 2);
  }
}
