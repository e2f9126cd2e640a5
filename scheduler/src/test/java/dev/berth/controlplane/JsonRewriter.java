package dev.berth.controlplane;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Copies JSON from the API server to a client as a stream and adds {@link FutureFields} to every
 * pod and node on the way: one item of a list, one event of a watch at a time.
 *
 * <p>Threading: any thread.
 */
final class JsonRewriter {

  private final ObjectMapper mapper =
      new ObjectMapper()
          .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
  private final FutureFields futureFields = new FutureFields(mapper);

  /** One object that names its kind. */
  void copyObject(InputStream in, OutputStream out) throws IOException {
    JsonNode object = mapper.readTree(in);
    addFutureTo(object);
    mapper.writeValue(out, object);
  }

  /** A list; its items do not name their kind, so it comes from the list's own. */
  void copyList(String itemKind, InputStream in, OutputStream out) throws IOException {
    try (JsonParser parser = mapper.createParser(in);
        JsonGenerator generator = mapper.createGenerator(out)) {
      parser.nextToken();
      generator.copyCurrentEvent(parser);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean items = parser.currentName().equals("items");
        generator.copyCurrentEvent(parser);
        if (parser.nextToken() == JsonToken.START_ARRAY && items) {
          copyItems(itemKind, parser, generator);
        } else {
          generator.copyCurrentStructure(parser);
        }
      }
      generator.copyCurrentEvent(parser);
    }
  }

  /** Events of a watch, each sent on at once. */
  void copyEvents(InputStream in, OutputStream out) throws IOException {
    try (JsonParser parser = mapper.createParser(in)) {
      while (parser.nextToken() != null) {
        JsonNode event = mapper.readTree(parser);
        addFutureTo(event.path("object"));
        out.write(mapper.writeValueAsBytes(event));
        out.write('\n');
        out.flush();
      }
    }
  }

  private void copyItems(String kind, JsonParser parser, JsonGenerator generator)
      throws IOException {
    generator.copyCurrentEvent(parser);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonNode item = mapper.readTree(parser);
      futureFields.addTo(item, kind);
      generator.writeTree(item);
    }
    generator.copyCurrentEvent(parser);
  }

  private void addFutureTo(JsonNode object) {
    futureFields.addTo(object, object.path("kind").asText());
  }
}
