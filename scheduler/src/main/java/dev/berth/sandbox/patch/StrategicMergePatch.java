package dev.berth.sandbox.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A piece of an object that is merged as the types of Kubernetes say: some lists by a key of their
 * elements, the others replaced whole. Its directives delete and replace ({@code $patch}), order a
 * list ({@code $setElementOrder/x}), take values out of one ({@code $deleteFromPrimitiveList/x})
 * and clear what a union no longer has ({@code $retainKeys}).
 *
 * <p>Mirrors {@code apimachinery/pkg/util/strategicpatch/patch.go} of Kubernetes 1.36.3 as far as a
 * server uses it, with its errors, some of which are a 500 there. Threading: any thread.
 */
public final class StrategicMergePatch {
  private static final String DIRECTIVE = "$patch";
  private static final String RETAIN_KEYS = "$retainKeys";
  private static final String DELETE_VALUES = "$deleteFromPrimitiveList";
  private static final String SET_ORDER = "$setElementOrder";

  private StrategicMergePatch() {}

  /**
   * The object after the patch.
   *
   * @param current is used up
   * @throws StatusException when the patch does not fit; 400, 422 or 500 as upstream
   */
  public static ObjectNode apply(Kind kind, ObjectNode current, JsonNode patch) {
    if (patch.isNull()) {
      return current;
    }
    if (!(patch instanceof ObjectNode change)) {
      throw StatusException.badRequest(GoText.cannotUnmarshal(patch, "map[string]interface {}"));
    }
    ObjectNode result = merge(current, change.deepCopy(), PatchShapes.of(kind));
    // What stays of directives in new elements no type has a field for, nor a value for null.
    Nodes.removeMembers(result, StrategicMergePatch::isDirective);
    return result;
  }

  private static boolean isDirective(String name) {
    return name.equals(DIRECTIVE)
        || name.equals(RETAIN_KEYS)
        || name.startsWith(DELETE_VALUES)
        || name.startsWith(SET_ORDER);
  }

  private static ObjectNode merge(ObjectNode original, ObjectNode patch, PatchShape shape) {
    JsonNode directive = patch.get(DIRECTIVE);
    if (directive != null) {
      return directed(directive, patch);
    }
    retainKeys(original, patch);
    mergeOrderedLists(original, patch, shape);
    patch.properties().forEach(field -> mergeField(original, field, shape));
    return original;
  }

  private static ObjectNode directed(JsonNode directive, ObjectNode patch) {
    return switch (directive.asText()) {
      case "replace" -> patch.without(DIRECTIVE);
      case "delete" -> patch.removeAll();
      default -> throw unknownDirective(directive, patch);
    };
  }

  private static void retainKeys(ObjectNode original, ObjectNode patch) {
    JsonNode directive = patch.remove(RETAIN_KEYS);
    if (directive == null) {
      return;
    }
    List<String> kept = new ArrayList<>();
    directive.forEach(key -> kept.add(key.asText()));
    boolean complete =
        patch.properties().stream()
            .filter(field -> !field.getValue().isNull())
            .map(Map.Entry::getKey)
            .filter(name -> !name.startsWith(DELETE_VALUES) && !name.startsWith(SET_ORDER))
            .allMatch(kept::contains);
    if (!directive.isArray() || !complete) {
      throw StatusException.badRequest("invalid patch format of retainKeys");
    }
    original.retain(kept);
  }

  private static void mergeOrderedLists(ObjectNode original, ObjectNode patch, PatchShape shape) {
    List<String> orders =
        patch.properties().stream()
            .map(Map.Entry::getKey)
            .filter(name -> name.startsWith(SET_ORDER))
            .toList();
    for (String name : orders) {
      ArrayNode order = array(patch.remove(name));
      String field = fieldOf(name, SET_ORDER, "invalid patch format of setElementOrder list");
      @Nullable JsonNode present = original.get(field);
      @Nullable JsonNode change = patch.remove(field);
      if (present != null || change != null) {
        MergedList list = new MergedList(shape.list(field), shape.at(field));
        original.set(
            field,
            list.ordered(
                present == null ? null : array(present),
                change == null ? null : array(change),
                Nodes.elements(order)));
      }
    }
  }

  private static void mergeField(
      ObjectNode original, Map.Entry<String, JsonNode> field, PatchShape shape) {
    JsonNode value = field.getValue();
    boolean deletes = field.getKey().startsWith(DELETE_VALUES);
    String name =
        deletes
            ? fieldOf(field.getKey(), DELETE_VALUES, "invalid patch format of primitive list")
            : field.getKey();
    if (value.isNull()) {
      original.remove(name);
    } else if (original.get(name) instanceof ObjectNode present
        && value instanceof ObjectNode change) {
      original.set(name, merge(present, change, shape.at(name)));
    } else if (original.get(name) instanceof ArrayNode present
        && value instanceof ArrayNode change) {
      MergedList list = new MergedList(shape.list(name), shape.at(name));
      original.set(name, deletes ? list.without(present, change) : list.merged(present, change));
    } else if (!deletes) {
      put(original, name, value);
    }
  }

  private static void put(ObjectNode original, String name, JsonNode value) {
    Nodes.withoutNulls(value);
    if (value.has(DIRECTIVE)) {
      original.remove(name);
    } else {
      removeDirected(value);
      original.set(name, value);
    }
  }

  /** Where there is nothing to delete or replace, an object with a directive is nothing. */
  static void removeDirected(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().removeIf(member -> member.getValue().has(DIRECTIVE));
    } else if (node instanceof ArrayNode array) {
      array.removeIf(element -> element.has(DIRECTIVE));
    }
    node.forEach(StrategicMergePatch::removeDirected);
  }

  static ObjectNode mergeElements(ObjectNode original, ObjectNode patch, PatchShape shape) {
    return merge(original, patch, shape);
  }

  private static String fieldOf(String name, String directive, String problem) {
    if (!name.startsWith(directive + "/")) {
      throw StatusException.badRequest(problem);
    }
    return name.substring(directive.length() + 1);
  }

  private static ArrayNode array(JsonNode node) {
    if (node instanceof ArrayNode array) {
      return array;
    }
    throw wrongType("[]interface {}", node);
  }

  static StatusException wrongType(String want, JsonNode actual) {
    return failure("expected a %s, but received a %s".formatted(want, GoText.type(actual)));
  }

  static StatusException unknownDirective(JsonNode directive, ObjectNode patch) {
    return failure(
        "unknown patch type: %s in map: %s".formatted(GoText.of(directive), GoText.of(patch)));
  }

  /** An error that upstream did not mean for a client. */
  static StatusException failure(String message) {
    return StatusException.of(500, "", message);
  }
}
