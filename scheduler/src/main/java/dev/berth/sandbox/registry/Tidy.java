package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * Takes out of a tree what decoding into typed objects and encoding again takes out: nulls, empty
 * lists and maps, empty text and what is false by default.
 *
 * <p>Threading: any thread.
 */
final class Tidy {
  /** Objects that are maps of text, where an empty value says something. */
  private static final Set<String> MAPS =
      Set.of(
          "labels",
          "annotations",
          "nodeSelector",
          "matchLabels",
          "requests",
          "limits",
          "overhead",
          "capacity",
          "allocatable");

  /** Fields that are left out when false. */
  private static final Set<String> FALSE_BY_DEFAULT =
      Set.of(
          "hostNetwork",
          "hostPID",
          "hostIPC",
          "unschedulable",
          "globalDefault",
          "stdin",
          "stdinOnce",
          "tty");

  private Tidy() {}

  static void tidy(ObjectNode tree) {
    inside(tree, false);
  }

  private static void inside(JsonNode node, boolean map) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .removeIf(
              field -> {
                boolean isMap = !map && MAPS.contains(field.getKey());
                inside(field.getValue(), isMap);
                return isNothing(field.getKey(), field.getValue(), map, isMap);
              });
    } else if (node.isArray()) {
      node.forEach(element -> inside(element, false));
    }
  }

  private static boolean isNothing(String name, JsonNode value, boolean inMap, boolean isMap) {
    if (value.isNull()) {
      return true;
    }
    if (inMap) {
      return false;
    }
    return (value.isArray() && value.isEmpty())
        || (isMap && value.isEmpty())
        || (value.isTextual() && value.textValue().isEmpty())
        || (value.isBoolean() && !value.booleanValue() && FALSE_BY_DEFAULT.contains(name));
  }
}
