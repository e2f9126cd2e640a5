package dev.berth.sandbox.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.StatusException;

/**
 * A piece of an object after RFC 7386: what it has replaces, null removes, lists are replaced
 * whole.
 *
 * <p>Mirrors {@code gopkg.in/evanphx/json-patch.v4} as {@code endpoints/handlers/patch.go} of
 * Kubernetes 1.36.3 uses it. Threading: any thread.
 */
public final class MergePatch {
  private MergePatch() {}

  /**
   * The object after the patch.
   *
   * @param current is used up
   * @throws StatusException 400 when it is no such patch
   */
  public static ObjectNode apply(Kind kind, ObjectNode current, JsonNode patch) {
    if (patch.isNull()) {
      throw StatusException.badRequest("Invalid JSON Patch");
    }
    if (!(patch instanceof ObjectNode change)) {
      throw StatusException.badRequest(
          "error decoding patch: " + GoText.cannotUnmarshal(patch, "map[string]interface {}"));
    }
    merge(current, change);
    return current;
  }

  private static void merge(ObjectNode document, ObjectNode patch) {
    patch.properties().forEach(member -> merge(document, member.getKey(), member.getValue()));
  }

  private static void merge(ObjectNode document, String name, JsonNode value) {
    if (value.isNull()) {
      document.remove(name);
    } else if (document.get(name) instanceof ObjectNode present
        && value instanceof ObjectNode change) {
      merge(present, change);
    } else {
      document.set(name, Nodes.withoutNulls(value.deepCopy()));
    }
  }
}
