package dev.berth.kube.decode;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/**
 * Reads one object of a stream and leaves the parser at its end, whatever is in it.
 *
 * @param <T> the value made of it
 *     <p>Threading: any thread.
 */
@FunctionalInterface
interface ObjectDecoding<T> {
  /** Reads the object at which the cursor stands. */
  T read(JsonCursor json) throws IOException, UndecodableObject;

  /**
   * Reads the object at which the parser stands. If it cannot be understood the parser is at its
   * end all the same, so that the next one of the list can be read.
   */
  static <T> T from(
      JsonParser parser, String kind, UnknownFieldListener unknownFields, ObjectDecoding<T> reader)
      throws IOException, UndecodableObject {
    JsonCursor json = JsonCursor.at(parser, kind, unknownFields);
    try {
      return reader.read(json);
    } catch (UndecodableObject e) {
      json.leave();
      throw e;
    }
  }

  /** Reads a whole document; malformed JSON makes it undecodable. */
  static <T> T from(
      byte[] document, String kind, UnknownFieldListener unknownFields, ObjectDecoding<T> reader)
      throws UndecodableObject {
    try (JsonParser parser = KubeJson.factory().createParser(ManagedFields.cutFrom(document))) {
      parser.nextToken();
      T value = from(parser, kind, unknownFields, reader);
      if (parser.nextToken() != null) {
        throw new UndecodableObject(kind, "", "", "", "is followed by more JSON", null);
      }
      return value;
    } catch (JacksonException e) {
      String problem = "is not valid JSON: " + e.getOriginalMessage();
      throw new UndecodableObject(kind, "", "", "", problem, e);
    } catch (IOException e) {
      throw new UndecodableObject(kind, "", "", "", "cannot be read: " + e.getMessage(), e);
    }
  }
}
