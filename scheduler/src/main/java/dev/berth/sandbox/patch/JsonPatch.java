package dev.berth.sandbox.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.StatusException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A list of steps after RFC 6902 that change one document, with the liberties of kube-apiserver: an
 * index may count from the end ({@code -1}), a member that is missing may be replaced, and is as
 * good as null for {@code test} and {@code copy}.
 *
 * <p>Mirrors {@code gopkg.in/evanphx/json-patch.v4} as {@code endpoints/handlers/patch.go} of
 * Kubernetes 1.36.3 uses it, which tells a client of no step why it failed. Threading: one per
 * request.
 */
public final class JsonPatch {
  private static final int MOST_STEPS = 10_000;

  private JsonNode document;

  private JsonPatch(JsonNode document) {
    this.document = document;
  }

  /**
   * The object after all steps.
   *
   * @param current is used up
   * @throws StatusException 422 when a step does not apply, 400 when it is no such patch
   */
  public static ObjectNode apply(Kind kind, ObjectNode current, JsonNode patch) {
    requireSteps(patch);
    JsonPatch run = new JsonPatch(current);
    patch.forEach(run::step);
    if (run.document instanceof ObjectNode result) {
      return result;
    }
    throw StatusException.rejected();
  }

  private static void requireSteps(JsonNode patch) {
    if (!patch.isArray() && !patch.isNull()) {
      throw undecodable(patch, "[]handlers.jsonPatchOp");
    }
    for (JsonNode step : patch) {
      if (!step.isObject() && !step.isNull()) {
        throw undecodable(step, "handlers.jsonPatchOp");
      }
    }
    if (patch.size() > MOST_STEPS) {
      throw StatusException.of(
          413,
          "RequestEntityTooLarge",
          "Request entity too large: The allowed maximum operations in a JSON patch is %d, got %d"
              .formatted(MOST_STEPS, patch.size()));
    }
  }

  private static StatusException undecodable(JsonNode node, String type) {
    return StatusException.badRequest(
        "error decoding patch: " + GoText.cannotUnmarshal(node, type));
  }

  private void step(JsonNode step) {
    switch (step.path("op").asText()) {
      case "add" -> add(pointer(step, "path"), value(step));
      case "remove" -> remove(find(pointer(step, "path")));
      case "replace" -> replace(pointer(step, "path"), value(step));
      case "move" -> {
        Place from = find(pointer(step, "from"));
        JsonNode moved = get(from);
        remove(from);
        add(pointer(step, "path"), moved);
      }
      case "copy" -> {
        JsonNode copied = get(find(pointer(step, "from"))).deepCopy();
        add(pointer(step, "path"), copied);
      }
      case "test" -> test(pointer(step, "path"), value(step));
      default -> throw StatusException.rejected();
    }
  }

  private void add(String pointer, JsonNode value) {
    Place place = find(pointer);
    if (place.container instanceof ObjectNode object) {
      object.set(place.name, value);
    } else if (place.container instanceof ArrayNode array) {
      int end = array.size();
      array.insert(place.name.equals("-") ? end : place.index(end + 1), value);
    }
  }

  private static void remove(Place place) {
    if (place.container instanceof ObjectNode object) {
      if (object.remove(place.name) == null) {
        throw StatusException.rejected();
      }
    } else if (place.container instanceof ArrayNode array) {
      array.remove(place.index(array.size()));
    }
  }

  private void replace(String pointer, JsonNode value) {
    if (pointer.isEmpty()) {
      document = value;
      return;
    }
    Place place = find(pointer);
    if (place.container instanceof ObjectNode object) {
      object.set(place.name, value);
    } else if (place.container instanceof ArrayNode array) {
      array.set(place.index(array.size()), value);
    }
  }

  private void test(String pointer, JsonNode want) {
    JsonNode actual = pointer.isEmpty() ? document : get(find(pointer));
    if (!Nodes.equal(actual, want)) {
      throw StatusException.rejected();
    }
  }

  private static JsonNode get(Place place) {
    @Nullable JsonNode found =
        place.container instanceof ArrayNode array
            ? array.get(place.index(array.size()))
            : place.container.get(place.name);
    return found == null ? NullNode.getInstance() : found;
  }

  private static String pointer(JsonNode step, String member) {
    if (!step.path(member).isTextual()) {
      throw StatusException.rejected();
    }
    return step.path(member).textValue();
  }

  /** A copy, for the patch may be applied again; null when there is none. */
  private static JsonNode value(JsonNode step) {
    return step.hasNonNull("value") ? step.get("value").deepCopy() : NullNode.getInstance();
  }

  private Place find(String pointer) {
    String[] names =
        Arrays.stream(pointer.split("/", -1)).map(JsonPatch::decoded).toArray(String[]::new);
    if (names.length < 2) {
      throw StatusException.rejected();
    }
    JsonNode container = document;
    for (int i = 1; i < names.length - 1; i++) {
      container = get(new Place(container, names[i]));
    }
    if (!container.isContainerNode()) {
      throw StatusException.rejected();
    }
    return new Place(container, names[names.length - 1]);
  }

  /** RFC 6901, section 4. */
  private static String decoded(String name) {
    return name.replace("~1", "/").replace("~0", "~");
  }

  /** A member or an element, which may not be there, of something that is there. */
  private record Place(JsonNode container, String name) {

    int index(int bound) {
      try {
        int index = Integer.parseInt(name);
        if (index < bound && index >= -bound) {
          return index < 0 ? index + bound : index;
        }
      } catch (NumberFormatException e) {
        throw StatusException.rejected();
      }
      throw StatusException.rejected();
    }
  }
}
