package dev.berth.kube.decode;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.io.StringWriter;

/**
 * Reads any JSON as its text, with every number as exact as it was written.
 *
 * <p>Threading: any thread.
 */
final class RawJsonReader extends StdDeserializer<String> {
  private static final long serialVersionUID = 1L;

  RawJsonReader() {
    super(String.class);
  }

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = KubeJson.factory().createGenerator(text)) {
      generator.copyCurrentStructureExact(parser);
    }
    return text.toString();
  }

  @Override
  public String getNullValue(DeserializationContext context) {
    return "null";
  }
}
