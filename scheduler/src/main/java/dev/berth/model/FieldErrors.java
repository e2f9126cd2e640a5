package dev.berth.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Errors of fields as Go's {@code field.ErrorList} and {@code errors.Aggregate} write them
 * (apimachinery 1.36.3).
 *
 * <p>Threading: one per parsed value.
 */
public final class FieldErrors {
  private final List<String> errors = new ArrayList<>();

  void invalid(String path, String shownValue, String detail) {
    errors.add(path + ": Invalid value: " + shownValue + ": " + detail);
  }

  void notSupported(String path, String value, String... supported) {
    List<String> quoted = Arrays.stream(supported).map(FieldErrors::quote).toList();
    errors.add(
        path
            + ": Unsupported value: "
            + quote(value)
            + ": supported values: "
            + String.join(", ", quoted));
  }

  List<String> list() {
    return List.copyOf(errors);
  }

  /** One error as it is, several in brackets, repetitions left out; null without errors. */
  static @Nullable String join(List<String> errors) {
    Set<String> distinct = new LinkedHashSet<>(errors);
    if (distinct.isEmpty()) {
      return null;
    }
    String joined = String.join(", ", distinct);
    return distinct.size() == 1 ? joined : "[" + joined + "]";
  }

  /** A text in double quotes, as Go's {@code %q} shows it. */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> appendQuoted(quoted, c));
    return quoted.append('"').toString();
  }

  private static void appendQuoted(StringBuilder out, int c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case 7 -> out.append("\\a");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case 11 -> out.append("\\v");
      default -> {
        if (isPrintable(c)) {
          out.appendCodePoint(c);
        } else {
          out.append(String.format(c < 0x80 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
        }
      }
    }
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }

  /** A list of texts as Go writes it in JSON; an empty one is {@code null}. */
  static String json(List<String> values) {
    if (values.isEmpty()) {
      return "null";
    }
    StringBuilder json = new StringBuilder("[");
    for (String value : values) {
      json.append(json.length() > 1 ? ",\"" : "\"");
      value.chars().forEach(c -> appendJson(json, (char) c));
      json.append('"');
    }
    return json.append(']').toString();
  }

  private static void appendJson(StringBuilder out, char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '<', '>', '&', '\u2028', '\u2029' -> out.append(String.format("\\u%04x", (int) c));
      default -> {
        if (c < ' ') {
          out.append(String.format("\\u%04x", (int) c));
        } else {
          out.append(c);
        }
      }
    }
  }
}
