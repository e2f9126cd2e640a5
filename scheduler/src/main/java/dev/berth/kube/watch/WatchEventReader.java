package dev.berth.kube.watch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.berth.kube.decode.KubeJson;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of a watch from its stream, one after the other, as soon as each is complete.
 *
 * <p>Threading: one per request.
 *
 * @param <H> the kind that is watched
 */
final class WatchEventReader<H extends Held> {
  private static final ObjectMapper TREES = JsonMapper.builder(KubeJson.factory()).build();

  private final InputStream json;
  private final LenientReader<H> objects;
  private @Nullable JsonParser parser;

  WatchEventReader(InputStream json, LenientReader<H> objects) {
    this.json = json;
    this.objects = objects;
  }

  /**
   * Waits for the next event.
   *
   * @return null when the stream has come to its proper end
   * @throws IOException when the stream breaks or is not a watch
   */
  @Nullable WatchEvent<H> next() throws IOException {
    if (parser == null) {
      parser = TREES.createParser(json); // reads the first bytes
    }
    return next(parser);
  }

  private @Nullable WatchEvent<H> next(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      return null;
    }
    if (token != JsonToken.START_OBJECT) {
      throw new NotAWatchException("found " + token + " instead of an event");
    }
    String type = "";
    TokenBuffer early = null;
    WatchEvent<H> event = new WatchEvent.Skipped<>();
    for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
      parser.nextToken();
      if (field.equals("type")) {
        type = parser.getValueAsString("");
      } else if (field.equals("object") && type.isEmpty()) {
        early = TREES.readValue(parser, TokenBuffer.class);
      } else if (field.equals("object")) {
        event = read(type, parser);
      } else {
        parser.skipChildren();
      }
    }
    if (parser.currentToken() != JsonToken.END_OBJECT) {
      throw new EOFException("the watch ends amid an event");
    }
    return early == null ? event : readLate(type, early);
  }

  private WatchEvent<H> readLate(String type, TokenBuffer early) throws IOException {
    try (JsonParser late = early.asParser(TREES)) {
      late.nextToken();
      return read(type, late);
    }
  }

  private WatchEvent<H> read(String type, JsonParser object) throws IOException {
    return switch (type) {
      case "ADDED", "MODIFIED" -> change(type, objects.read(object));
      case "DELETED" -> change(type, objects.readDeleted(object));
      case "BOOKMARK" -> bookmark(TREES.readTree(object));
      case "ERROR" -> failure(TREES.readTree(object));
      default -> {
        object.skipChildren();
        yield new WatchEvent.Skipped<>();
      }
    };
  }

  private WatchEvent<H> change(String type, @Nullable H held) {
    return held == null ? new WatchEvent.Skipped<>() : new WatchEvent.Change<>(type, held);
  }

  private WatchEvent<H> bookmark(JsonNode object) {
    String version = object.path("metadata").path("resourceVersion").asText();
    return version.isEmpty() ? new WatchEvent.Skipped<>() : new WatchEvent.Bookmark<>(version);
  }

  private WatchEvent<H> failure(JsonNode status) {
    return new WatchEvent.Failure<>(status.path("code").asInt(), status.path("message").asText());
  }

  /** The server sends something, but not the events of a watch. */
  static final class NotAWatchException extends IOException {
    private static final long serialVersionUID = 1L;

    private NotAWatchException(String message) {
      super(message);
    }
  }
}
