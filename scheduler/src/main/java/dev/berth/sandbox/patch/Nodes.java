package dev.berth.sandbox.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What patches ask of JSON trees that Jackson does not say.
 *
 * <p>Threading: any thread.
 */
final class Nodes {
  private Nodes() {}

  /** Whether both say the same; a number is its text, in whatever class Jackson holds it. */
  static boolean equal(JsonNode one, JsonNode other) {
    return one.equals(Nodes::compare, other);
  }

  private static int compare(JsonNode one, JsonNode other) {
    boolean numbers = one.isNumber() && other.isNumber();
    boolean same = numbers ? one.asText().equals(other.asText()) : one.equals(other);
    return same ? 0 : 1;
  }

  static List<JsonNode> elements(JsonNode array) {
    List<JsonNode> elements = new ArrayList<>();
    array.forEach(elements::add);
    return elements;
  }

  /** Removes members with null, at any depth. */
  static JsonNode withoutNulls(JsonNode node) {
    removeMembers(node, name -> false);
    return node;
  }

  /** Removes members with null and those with such a name, at any depth. */
  static void removeMembers(JsonNode node, Predicate<String> unwanted) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .removeIf(member -> member.getValue().isNull() || unwanted.test(member.getKey()));
    }
    if (node instanceof ObjectNode || node instanceof ArrayNode) {
      node.forEach(child -> removeMembers(child, unwanted));
    }
  }
}
