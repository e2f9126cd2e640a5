package dev.berth.kube.decode;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Takes an object out of a stream as a document of its own, so that it can be kept as it is.
 *
 * <p>Threading: any thread.
 */
final class KeptSource {
  private KeptSource() {}

  /**
   * The object whose first brace is the parser's current token, without {@code managedFields} and
   * with every number as it was written. Afterwards the parser is at its closing brace.
   */
  static byte[] of(JsonParser parser) throws IOException {
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    try (JsonGenerator generator = KubeJson.factory().createGenerator(copy)) {
      generator.copyCurrentStructureExact(parser);
    }
    return ManagedFields.cutFrom(copy.toByteArray());
  }
}
