package dev.berth.extender;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.berth.kube.decode.KubeJson;
import dev.berth.kube.decode.UndecodableObject;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The outermost objects of the protocol, whose keys may come in any case and of which unknown ones
 * are passed over, as Go's decoder does it.
 *
 * <p>Threading: one per request.
 */
final class RequestReader {

  /** Reads the value at which the parser stands and leaves it at that value's last token. */
  @FunctionalInterface
  interface Value {
    void read(JsonParser json) throws IOException, UndecodableObject, MalformedRequest;
  }

  /** Far above any cluster: what one request makes us keep has an end. */
  static final int MOST_ELEMENTS = 200_000;

  private static final int SHOWN_CHARS = 80;

  private final String type;
  private final Meter meter;

  /**
   * @param type what the caller believes to send, for errors
   * @param meter pays for what is read
   */
  RequestReader(String type, Meter meter) {
    this.type = type;
    this.meter = meter;
  }

  /**
   * Reads a whole body.
   *
   * @param fields readers by key in lower case
   * @throws MalformedRequest when it is not what it should be
   * @throws RefusedRequest when it becomes too much
   */
  void read(byte[] body, Map<String, Value> fields) throws MalformedRequest, RefusedRequest {
    try (JsonParser json = meter.counting(KubeJson.newFactory().createParser(body))) {
      if (json.nextToken() == null) {
        throw new MalformedRequest("the body is empty. Maybe " + type + " as JSON?");
      }
      object(json, type, fields);
      if (json.nextToken() != null) {
        throw new MalformedRequest("the body goes on after " + type);
      }
    } catch (JacksonException e) {
      throw new MalformedRequest(
          "%s is not valid JSON: %s (byte %d)"
              .formatted(type, KubeJson.complaint(e), byteOf(e.getLocation())),
          e);
    } catch (UndecodableObject e) {
      throw new MalformedRequest(String.valueOf(e.getMessage()), e);
    } catch (RefusedRequest e) {
      throw e;
    } catch (IOException e) {
      throw new MalformedRequest(type + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static long byteOf(@Nullable JsonLocation location) {
    return location == null ? 0 : location.getByteOffset();
  }

  /** The object at which the parser stands; null is read as one without fields. */
  static void object(JsonParser json, String what, Map<String, Value> fields)
      throws IOException, UndecodableObject, MalformedRequest {
    if (json.hasToken(JsonToken.VALUE_NULL)) {
      return;
    }
    expect(json, JsonToken.START_OBJECT, what, "an object");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      json.nextToken();
      Value value = fields.get(key.toLowerCase(Locale.ROOT));
      if (value == null) {
        json.skipChildren();
      } else {
        value.read(json);
      }
    }
  }

  /** The list at which the parser stands; null is read as absent. */
  static boolean list(JsonParser json, String what, Value element)
      throws IOException, UndecodableObject, MalformedRequest {
    if (json.hasToken(JsonToken.VALUE_NULL)) {
      return false;
    }
    expect(json, JsonToken.START_ARRAY, what, "a list");
    int number = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      requireFew(++number, what);
      element.read(json);
    }
    return true;
  }

  /** The object at which the parser stands, as a map whose keys are names; null is null. */
  static <T> @Nullable Map<String, T> map(JsonParser json, String what, Entry<T> entry)
      throws IOException, UndecodableObject, MalformedRequest {
    if (json.hasToken(JsonToken.VALUE_NULL)) {
      return null;
    }
    expect(json, JsonToken.START_OBJECT, what, "an object");
    Map<String, T> entries = new TreeMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      json.nextToken();
      entries.put(key, entry.read(json));
      requireFew(entries.size(), what);
    }
    return entries;
  }

  private static void requireFew(int number, String what) throws MalformedRequest {
    if (number > MOST_ELEMENTS) {
      throw new MalformedRequest(
          what + " has more than " + MOST_ELEMENTS + " elements. Maybe offer fewer at once?");
    }
  }

  /** Reads one value of a map. */
  @FunctionalInterface
  interface Entry<T> {
    T read(JsonParser json) throws IOException, UndecodableObject, MalformedRequest;
  }

  /** The text at which the parser stands, "" for null. */
  static String text(JsonParser json, String what) throws IOException, MalformedRequest {
    if (json.hasToken(JsonToken.VALUE_NULL)) {
      return "";
    }
    expect(json, JsonToken.VALUE_STRING, what, "a string");
    return whole(json.getText(), what);
  }

  /** The text, of whole characters: others could not be said again in an answer. */
  static String whole(String text, String what) throws MalformedRequest {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        boolean pair =
            i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
        if (!pair) {
          throw new MalformedRequest(
              "%s has half a pair of surrogates at %d. Maybe it was cut?".formatted(what, i));
        }
        i++;
      }
    }
    return text;
  }

  /** The whole number at which the parser stands, 0 for null. */
  static long number(JsonParser json, String what) throws IOException, MalformedRequest {
    if (json.hasToken(JsonToken.VALUE_NULL)) {
      return 0;
    }
    expect(json, JsonToken.VALUE_NUMBER_INT, what, "a whole number");
    return json.getLongValue();
  }

  static void expect(JsonParser json, JsonToken wanted, String what, String sort)
      throws IOException, MalformedRequest {
    if (!json.hasToken(wanted)) {
      throw new MalformedRequest(what + " is " + found(json) + ". Maybe " + sort + " was meant?");
    }
  }

  /** As much of a text as an error shows. */
  static String shortened(String text) {
    return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "...";
  }

  private static String found(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "the string " + shortened(json.getText());
      default -> shortened(json.getText());
    };
  }
}
