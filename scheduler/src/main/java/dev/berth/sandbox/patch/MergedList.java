package dev.berth.sandbox.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.StatusException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One list field under a strategic merge patch.
 *
 * <p>The elements of the patch come in the order of the patch, those that only the server has in
 * the order of the server; where both orders leave a choice the server's decides, and an element
 * that is new goes first. Threading: any thread.
 *
 * @param rule how its elements are matched
 * @param element their type
 */
record MergedList(ListRule rule, PatchShape element) {
  private static final String DIRECTIVE = "$patch";

  /** Both lists as one. */
  ArrayNode merged(ArrayNode original, ArrayNode patch) {
    if (rule instanceof ListRule.Replaced || (original.isEmpty() && patch.isEmpty())) {
      return patch;
    }
    JsonNodeType type = elementType(original, patch);
    List<JsonNode> server = Nodes.elements(original);
    List<JsonNode> wanted = Nodes.elements(patch);
    List<JsonNode> merged;
    if (type == JsonNodeType.OBJECT) {
      String key = key();
      if (key.isEmpty()) {
        throw StrategicMergePatch.failure("cannot merge lists without merge key for string");
      }
      wanted = takeDirectives(server, wanted, key);
      merged = mergedObjects(server, wanted, key);
    } else {
      merged = new ArrayList<>(server);
      for (JsonNode value : wanted) {
        if (merged.stream().noneMatch(present -> Nodes.equal(present, value))) {
          merged.add(value);
        }
      }
    }
    return inOrder(merged, wanted, server);
  }

  /** The list without the values of the patch. */
  ArrayNode without(ArrayNode original, ArrayNode patch) {
    if (original.isEmpty() && patch.isEmpty()) {
      return original;
    }
    if (elementType(original, patch) == JsonNodeType.OBJECT) {
      throw StrategicMergePatch.failure("cannot merge lists without merge key for struct");
    }
    original.removeIf(
        present -> Nodes.elements(patch).stream().anyMatch(gone -> Nodes.equal(present, gone)));
    return original;
  }

  /** Both lists as one, at least one of them given, in an order that the patch prescribes. */
  ArrayNode ordered(@Nullable ArrayNode original, @Nullable ArrayNode patch, List<JsonNode> order) {
    ArrayNode server = original == null ? JsonNodeFactory.instance.arrayNode() : original;
    ArrayNode wanted = patch == null ? JsonNodeFactory.instance.arrayNode() : patch;
    requireOrder(Nodes.elements(wanted), order);
    List<JsonNode> serverOrder = Nodes.elements(server);
    elementType(server, wanted);
    ArrayNode merged = server;
    if (original == null) {
      StrategicMergePatch.removeDirected(wanted);
      merged = wanted;
    } else if (patch != null) {
      merged = merged(server, wanted);
    }
    return inOrder(Nodes.elements(merged), order, serverOrder);
  }

  /** The elements of the patch must be among those of the order, and in that order. */
  private void requireOrder(List<JsonNode> patch, List<JsonNode> order) {
    if (patch.isEmpty() || order.isEmpty()) {
      return;
    }
    int next = 0;
    for (JsonNode wanted : patch) {
      if (wanted.has(DIRECTIVE)) {
        continue;
      }
      while (next < order.size() && !same(wanted, order.get(next))) {
        next++;
      }
      if (next++ == order.size()) {
        throw StrategicMergePatch.failure(
            "The order in patch list:\n%s\n doesn't match $setElementOrder list:\n%s\n"
                .formatted(GoText.ofAll(patch), GoText.ofAll(order)));
      }
    }
  }

  /**
   * Does to the server's elements what directives say, and leaves the other elements of a patch.
   */
  private static List<JsonNode> takeDirectives(
      List<JsonNode> server, List<JsonNode> patch, String key) {
    List<JsonNode> plain = new ArrayList<>();
    boolean replaces = false;
    for (JsonNode element : patch) {
      @Nullable JsonNode directive = element.get(DIRECTIVE);
      if (directive == null) {
        plain.add(element);
        continue;
      }
      switch (directive.asText()) {
        case "delete" -> {
          JsonNode gone = keyOf(element, key);
          server.removeIf(present -> Nodes.equal(present.path(key), gone));
        }
        case "replace" -> replaces = true;
        case "merge" ->
            throw StrategicMergePatch.failure("merging lists cannot yet be specified in the patch");
        default -> throw StrategicMergePatch.unknownDirective(directive, (ObjectNode) element);
      }
    }
    if (replaces) {
      server.clear();
    }
    return plain;
  }

  private List<JsonNode> mergedObjects(List<JsonNode> server, List<JsonNode> patch, String key) {
    List<JsonNode> merged = new ArrayList<>(server);
    for (JsonNode change : patch) {
      JsonNode id = keyOf(change, key);
      int at = 0;
      while (at < merged.size() && !Nodes.equal(merged.get(at).path(key), id)) {
        at++;
      }
      if (at == merged.size()) {
        merged.add(change);
      } else {
        ObjectNode present = (ObjectNode) merged.get(at);
        merged.set(at, StrategicMergePatch.mergeElements(present, (ObjectNode) change, element));
      }
    }
    return merged;
  }

  private ArrayNode inOrder(
      List<JsonNode> merged, List<JsonNode> order, List<JsonNode> serverOrder) {
    List<JsonNode> named =
        merged.stream()
            .filter(each -> index(order, each) >= 0)
            .sorted(Comparator.comparingInt(each -> index(order, each)))
            .toList();
    List<JsonNode> others =
        merged.stream()
            .filter(each -> index(order, each) < 0)
            .sorted(Comparator.comparingInt(each -> index(serverOrder, each)))
            .toList();
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    int i = 0;
    for (JsonNode each : named) {
      int at = index(serverOrder, each);
      while (i < others.size() && at >= 0 && index(serverOrder, others.get(i)) < at) {
        all.add(others.get(i++));
      }
      all.add(each);
    }
    others.subList(i, others.size()).forEach(all::add);
    return all;
  }

  private int index(List<JsonNode> order, JsonNode element) {
    for (int i = 0; i < order.size(); i++) {
      if (same(order.get(i), element)) {
        return i;
      }
    }
    return -1;
  }

  private boolean same(JsonNode one, JsonNode other) {
    String key = key();
    return key.isEmpty()
        ? Nodes.equal(one, other)
        : Nodes.equal(keyOf(one, key), keyOf(other, key));
  }

  private String key() {
    return switch (rule) {
      case ListRule.Keyed keyed -> keyed.key();
      case ListRule.Values _, ListRule.Replaced _ -> "";
    };
  }

  private static JsonNode keyOf(JsonNode element, String key) {
    if (!element.isObject()) {
      throw StrategicMergePatch.wrongType("map[string]interface {}", element);
    }
    if (!element.has(key)) {
      throw StrategicMergePatch.failure(
          "map: %s does not contain declared merge key: %s".formatted(GoText.of(element), key));
    }
    return element.get(key);
  }

  /** All elements must be of one type, which is no list. */
  private static JsonNodeType elementType(ArrayNode original, ArrayNode patch) {
    List<JsonNode> all = Nodes.elements(original);
    all.addAll(Nodes.elements(patch));
    if (all.isEmpty()) {
      throw StrategicMergePatch.failure("no elements in any of the given slices");
    }
    JsonNodeType type = all.getFirst().getNodeType();
    if (type == JsonNodeType.ARRAY) {
      throw StatusException.rejected();
    }
    if (all.stream().anyMatch(each -> each.getNodeType() != type)) {
      throw StrategicMergePatch.failure(
          "list element types are not identical: " + GoText.ofAll(List.of(original, patch)));
    }
    return type;
  }
}
