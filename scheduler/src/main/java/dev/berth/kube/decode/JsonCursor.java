package dev.berth.kube.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import dev.berth.model.Refusal;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A position in one object of a JSON stream, with the rules of what is wrong there.
 *
 * <p>Every reading method starts on the first token of a value and ends on its last. JSON {@code
 * null} reads as the empty value, as in Go. Two modes decide about a wrong type or an unknown name:
 * outside of structures that narrow placement, the first makes the object undecodable and the
 * second is reported and skipped; inside of them both become a refusal.
 *
 * <p>A path is put together from the parser's own position, when it is needed and not before.
 *
 * <p>Threading: one per request.
 */
final class JsonCursor {
  private static final int SHOWN_CHARS = 80;

  private final JsonParser parser;
  private final String kind;
  private final UnknownFieldListener unknownFields;
  private final JsonStreamContext outside;
  private final Refusals refusals = new Refusals();
  private boolean narrowing;
  private String namespace = "";
  private String name = "";

  private JsonCursor(
      JsonParser parser,
      String kind,
      UnknownFieldListener unknownFields,
      JsonStreamContext outside) {
    this.parser = parser;
    this.kind = kind;
    this.unknownFields = unknownFields;
    this.outside = outside;
  }

  /** A cursor on the object at which {@code parser} stands. */
  static JsonCursor at(JsonParser parser, String kind, UnknownFieldListener unknownFields)
      throws UndecodableObject {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      String found = parser.currentToken() == null ? "nothing" : parser.currentToken().toString();
      throw new UndecodableObject(kind, "", "", "", "is not a JSON object but " + found, null);
    }
    JsonStreamContext outside = parser.getParsingContext().getParent();
    return new JsonCursor(parser, kind, unknownFields, outside);
  }

  /** From now on messages name the object. */
  void identify(String namespace, String name) {
    this.namespace = namespace;
    this.name = name;
  }

  // ---- walking ------------------------------------------------------------------------------

  /** Whether an object starts here; then {@link #nextField} follows until it gives null. */
  boolean enterObject() throws IOException, UndecodableObject {
    return enter(JsonToken.START_OBJECT, "an object");
  }

  /** Whether a list starts here; then {@link #nextElement} follows until it gives false. */
  boolean enterList() throws IOException, UndecodableObject {
    return enter(JsonToken.START_ARRAY, "a list");
  }

  private boolean enter(JsonToken start, String wanted) throws IOException, UndecodableObject {
    JsonToken token = parser.currentToken();
    if (token == start) {
      return true;
    }
    if (token != JsonToken.VALUE_NULL) {
      wrong(wanted);
    }
    return false;
  }

  /** The next field's name, the cursor being on its value; null at the end of the object. */
  @Nullable String nextField() throws IOException {
    String field = parser.nextFieldName();
    if (field != null) {
      parser.nextToken();
    }
    return field;
  }

  /** Whether there is another element, the cursor being on it. */
  boolean nextElement() throws IOException {
    return parser.nextToken() != JsonToken.END_ARRAY;
  }

  /** Whether the value is there at all. */
  boolean present() {
    return parser.currentToken() != JsonToken.VALUE_NULL;
  }

  /** Passes over the value, without looking into it. */
  void skip() throws IOException {
    parser.skipChildren();
  }

  /** Passes over the field of a type that the caller has no use for: known or from the future. */
  void skip(FieldPolicy.Type type, String field) throws IOException {
    if (!type.knows(field)) {
      if (narrowing) {
        refusals.add(new Refusal.UnknownField(path()));
      } else {
        unknownFields.unknownField(kind, withoutPositions(path()));
      }
    }
    parser.skipChildren();
  }

  /** Goes to the end of the object after a failure, so that the next one can be read. */
  void leave() throws IOException {
    while (!parser.getParsingContext().equals(outside) && parser.nextToken() != null) {
      // The closing token of our object takes the parser back to the context outside of it.
    }
  }

  // ---- values -------------------------------------------------------------------------------

  String string() throws IOException, UndecodableObject {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    if (token != JsonToken.VALUE_NULL) {
      wrong("a string");
    }
    return "";
  }

  boolean bool() throws IOException, UndecodableObject {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_TRUE) {
      return true;
    }
    if (token != JsonToken.VALUE_FALSE && token != JsonToken.VALUE_NULL) {
      wrong("true or false");
    }
    return false;
  }

  int int32() throws IOException, UndecodableObject {
    long value = int64();
    if (value != (int) value) {
      wrong("a number of 32 bits");
      return 0;
    }
    return (int) value;
  }

  long int64() throws IOException, UndecodableObject {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT) {
      JsonParser.NumberType type = parser.getNumberType();
      if (type == JsonParser.NumberType.INT || type == JsonParser.NumberType.LONG) {
        return parser.getLongValue();
      }
    }
    if (token != JsonToken.VALUE_NULL) {
      wrong("a whole number");
    }
    return 0;
  }

  /** The text of a scalar that may be a string or a number. */
  String scalar() throws IOException, UndecodableObject {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        || parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
      return parser.getText();
    }
    return string();
  }

  /** A string that is one of these or empty; in a structure that narrows, any other is refused. */
  String oneOf(Set<String> known) throws IOException, UndecodableObject {
    String text = string();
    if (narrowing && !text.isEmpty() && !known.contains(text)) {
      refusals.add(new Refusal.UnknownValue(path(), shortened(text)));
    }
    return text;
  }

  List<String> strings() throws IOException, UndecodableObject {
    if (!enterList()) {
      return List.of();
    }
    List<String> list = new ArrayList<>();
    while (nextElement()) {
      list.add(string());
    }
    return list;
  }

  Map<String, String> stringMap() throws IOException, UndecodableObject {
    if (!enterObject()) {
      return Map.of();
    }
    Map<String, String> map = new LinkedHashMap<>();
    for (String key = nextField(); key != null; key = nextField()) {
      map.put(key, string());
    }
    return map;
  }

  /** Micros since 1970 of a time; {@code unset} when it is null. */
  long epochMicros(long unset) throws IOException, UndecodableObject {
    if (!present()) {
      return unset;
    }
    String text = string();
    try {
      return KubeTime.epochMicros(text);
    } catch (DateTimeException e) {
      throw undecodable("is not a time: \"" + shortened(text) + "\"", e);
    }
  }

  // ---- what is wrong ------------------------------------------------------------------------

  /** From here on in a structure that narrows placement. Gives what to hand to {@link #restore}. */
  boolean narrow() {
    boolean before = narrowing;
    narrowing = true;
    return before;
  }

  /** From here on in a structure that only weighs nodes. Gives what to hand to {@link #restore}. */
  boolean widen() {
    boolean before = narrowing;
    narrowing = false;
    return before;
  }

  void restore(boolean before) {
    narrowing = before;
  }

  Refusals refusals() {
    return refusals;
  }

  void refuseUnbuiltFeature(String feature) {
    refusals.add(new Refusal.UnbuiltFeature(path(), feature));
  }

  /**
   * Refusals that turned out to lie in a structure that only weighs nodes: reported, not refused.
   */
  void soften(int mark) {
    for (Refusal refusal : refusals.takeFrom(mark)) {
      if (refusal instanceof Refusal.UnknownField(String path)) {
        unknownFields.unknownField(kind, withoutPositions(path));
      }
    }
  }

  private void wrong(String wanted) throws IOException, UndecodableObject {
    String found = found();
    if (!narrowing) {
      throw undecodable("is not " + wanted + " but " + found, null);
    }
    refusals.add(new Refusal.UnknownValue(path(), found));
    parser.skipChildren();
  }

  private String found() throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> '"' + shortened(parser.getText()) + '"';
      default -> shortened(parser.getText());
    };
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "...";
  }

  UndecodableObject undecodable(String problem, @Nullable Throwable cause) {
    return new UndecodableObject(kind, namespace, name, path(), problem, cause);
  }

  /** {@code spec.containers[2].image}: where the cursor is, seen from the object. */
  String path() {
    StringBuilder path = new StringBuilder();
    appendPath(parser.getParsingContext(), path);
    return path.toString();
  }

  private void appendPath(@Nullable JsonStreamContext context, StringBuilder path) {
    if (context == null || context.equals(outside)) {
      return;
    }
    appendPath(context.getParent(), path);
    if (context.inArray()) {
      if (context.hasCurrentIndex()) {
        path.append('[').append(context.getCurrentIndex()).append(']');
      }
    } else if (context.hasCurrentName()) {
      appendName(context.getCurrentName(), path);
    }
  }

  private static void appendName(String field, StringBuilder path) {
    if (field.indexOf('.') >= 0 || field.indexOf('/') >= 0) {
      path.append('[').append(field).append(']');
    } else {
      path.append(path.isEmpty() ? "" : ".").append(field);
    }
  }

  private static String withoutPositions(String path) {
    return path.replaceAll("\\[\\d+]", "[*]");
  }
}
