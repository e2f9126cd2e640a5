package dev.berth.sandbox.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * JSON as kube-apiserver's messages show it: as Go prints values and names types.
 *
 * <p>Threading: any thread.
 */
final class GoText {
  private GoText() {}

  /** Go's {@code %v}: {@code map[image:x name:w]}. */
  static String of(JsonNode node) {
    if (node.isObject()) {
      Map<String, String> sorted = new TreeMap<>();
      node.properties().forEach(member -> sorted.put(member.getKey(), of(member.getValue())));
      return sorted.entrySet().stream()
          .map(member -> member.getKey() + ":" + member.getValue())
          .collect(Collectors.joining(" ", "map[", "]"));
    }
    if (node.isArray()) {
      return ofAll(node);
    }
    return node.isNull() ? "<nil>" : node.asText();
  }

  /** A list in the same way: {@code [a b]}. */
  static String ofAll(Iterable<JsonNode> nodes) {
    return StreamSupport.stream(nodes.spliterator(), false)
        .map(GoText::of)
        .collect(Collectors.joining(" ", "[", "]"));
  }

  /** The Go type that the value is decoded into. */
  static String type(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "map[string]interface {}";
      case ARRAY -> "[]interface {}";
      case STRING -> "string";
      case BOOLEAN -> "bool";
      case NUMBER -> node.isIntegralNumber() ? "int64" : "float64";
      case NULL, MISSING, BINARY, POJO -> "%!s(<nil>)";
    };
  }

  /** What Go's JSON decoder says of a value of the wrong type. */
  static String cannotUnmarshal(JsonNode node, String goType) {
    String found =
        node.getNodeType() == JsonNodeType.BOOLEAN
            ? "bool"
            : node.getNodeType().name().toLowerCase(Locale.ROOT);
    return "json: cannot unmarshal " + found + " into Go value of type " + goType;
  }
}
