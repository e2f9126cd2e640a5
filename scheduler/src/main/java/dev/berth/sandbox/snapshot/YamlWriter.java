package dev.berth.sandbox.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;

/**
 * Writes trees as block YAML in the layout of kubectl: lists at the indentation of their key, text
 * in double quotes unless it is a plain word.
 *
 * <p>Threading: one thread.
 */
final class YamlWriter {
  private final Appendable out;

  YamlWriter(Appendable out) {
    this.out = out;
  }

  /** One element of a list that stands at the beginning of the line. */
  void item(JsonNode element) throws IOException {
    out.append("- ");
    value(element, 2, true);
  }

  /**
   * A value after which the line ends.
   *
   * @param begun whether the cursor stands already where the first line of the value goes
   */
  private void value(JsonNode value, int indent, boolean begun) throws IOException {
    if (value.isObject() && !value.isEmpty()) {
      boolean first = begun;
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        if (!first) {
          indent(indent);
        }
        first = false;
        text(field.getKey());
        out.append(':');
        field(field.getValue(), indent);
      }
    } else if (value.isArray() && !value.isEmpty()) {
      boolean first = begun;
      for (JsonNode element : value) {
        if (!first) {
          indent(indent);
        }
        first = false;
        out.append("- ");
        value(element, indent + 2, true);
      }
    } else {
      scalar(value);
      out.append('\n');
    }
  }

  private void field(JsonNode value, int indent) throws IOException {
    if (value.isContainerNode() && !value.isEmpty()) {
      out.append('\n');
      value(value, value.isArray() ? indent : indent + 2, false);
    } else {
      out.append(' ');
      value(value, indent, true);
    }
  }

  private void scalar(JsonNode value) throws IOException {
    if (value.isTextual()) {
      text(value.textValue());
    } else {
      out.append(value.isObject() ? "{}" : value.isArray() ? "[]" : value.asText());
    }
  }

  private void text(String text) throws IOException {
    if (PlainScalar.isSafe(text)) {
      out.append(text);
      return;
    }
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      character(text.charAt(i));
    }
    out.append('"');
  }

  private void character(char c) throws IOException {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\t' -> out.append("\\t");
      case '\r' -> out.append("\\r");
      default -> {
        boolean strange =
            c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || c >= 0xfeff;
        if (strange) {
          out.append(String.format("\\u%04x", (int) c));
        } else {
          out.append(c);
        }
      }
    }
  }

  private void indent(int columns) throws IOException {
    out.append(" ".repeat(columns));
  }
}
