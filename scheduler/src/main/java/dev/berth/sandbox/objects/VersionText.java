package dev.berth.sandbox.objects;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The place of {@code metadata.resourceVersion} in the text of an object: another version is put
 * there without parsing the rest.
 *
 * <p>Threading: any thread.
 */
final class VersionText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private VersionText() {}

  /** The same text with that version, or null when it has no metadata. */
  static byte @Nullable [] replaced(byte[] json, long version) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      parser.nextToken();
      if (!find(parser, "metadata") || parser.currentToken() != JsonToken.START_OBJECT) {
        return null;
      }
      int inside = offset(parser) + 1;
      if (find(parser, "resourceVersion")) {
        int start = offset(parser);
        parser.finishToken();
        int end = (int) parser.currentLocation().getByteOffset();
        return spliced(json, start, "\"" + version + "\"", end);
      }
      String comma = json[inside] == '}' ? "" : ",";
      return spliced(json, inside, "\"resourceVersion\":\"" + version + "\"" + comma, inside);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Goes to the value of that field of the object that begins here; false when it has none. */
  private static boolean find(JsonParser parser, String field) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = parser.currentName().equals(field);
      parser.nextToken();
      if (found) {
        return true;
      }
      parser.skipChildren();
    }
    return false;
  }

  private static int offset(JsonParser parser) {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  private static byte[] spliced(byte[] json, int start, String text, int end) {
    byte[] middle = text.getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(json, json.length - (end - start) + middle.length);
    System.arraycopy(middle, 0, all, start, middle.length);
    System.arraycopy(json, end, all, start + middle.length, json.length - end);
    return all;
  }
}
