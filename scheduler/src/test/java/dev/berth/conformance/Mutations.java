package dev.berth.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Small damage to objects: values of the wrong type or far out of range, parts that are missing,
 * doubled a hundred times, or taken from elsewhere.
 *
 * <p>Threading: one per test.
 */
final class Mutations {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int COPIES = 100;

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "*",
          "a/b/c",
          "-1",
          "0",
          "1e400",
          "1Ei",
          "9223372036854775808",
          "NaN",
          "\0",
          "\uD83D\uDEA2 ä",
          "In",
          "Exists",
          "DoNotSchedule",
          "kubernetes.io/hostname",
          "device.attributes['x'].y == 1",
          "x".repeat(100_000));

  private static final List<Long> NUMBERS =
      List.of(
          0L, 1L, -1L, 100L, (long) Integer.MAX_VALUE, 1L << 31, Long.MAX_VALUE, Long.MIN_VALUE);

  private final SplittableRandom random;

  Mutations(SplittableRandom random) {
    this.random = random;
  }

  /** Where a value stands: in a mapping under a name, or in a list. */
  private record Place(JsonNode parent, String field, int index) {
    JsonNode value() {
      return parent.isObject() ? parent.get(field) : parent.get(index);
    }

    void put(JsonNode value) {
      if (parent instanceof ObjectNode object) {
        object.set(field, value);
      } else if (parent instanceof ArrayNode array) {
        array.set(index, value);
      }
    }

    void remove() {
      if (parent instanceof ObjectNode object) {
        object.remove(field);
      } else if (parent instanceof ArrayNode array) {
        array.remove(index);
      }
    }
  }

  /** Damages the tree in one to four places. */
  void damage(JsonNode tree) {
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      List<Place> places = new ArrayList<>();
      collect(tree, places);
      if (!places.isEmpty()) {
        damage(any(places), places);
      }
    }
  }

  private static void collect(JsonNode tree, List<Place> places) {
    if (tree.isObject()) {
      for (Map.Entry<String, JsonNode> field : tree.properties()) {
        places.add(new Place(tree, field.getKey(), 0));
        collect(field.getValue(), places);
      }
    }
    for (int i = 0; tree.isArray() && i < tree.size(); i++) {
      places.add(new Place(tree, "", i));
      collect(tree.get(i), places);
    }
  }

  private void damage(Place place, List<Place> others) {
    switch (random.nextInt(10)) {
      case 0 -> place.remove();
      case 1 -> place.put(any(others).value().deepCopy());
      case 2 -> place.put(odd());
      case 3 -> {
        if (place.parent() instanceof ObjectNode object) {
          object.set(place.field() + "x", place.value());
        }
      }
      default -> place.put(similar(place.value()));
    }
  }

  private JsonNode odd() {
    return switch (random.nextInt(8)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.objectNode();
      case 2 -> JSON.arrayNode();
      case 3 -> JSON.numberNode(1.5e300);
      case 4 -> JSON.booleanNode(true);
      case 5 -> JSON.numberNode(any(NUMBERS));
      case 6 -> nested();
      default -> JSON.textNode(any(TEXTS));
    };
  }

  private static JsonNode nested() {
    ArrayNode outermost = JSON.arrayNode();
    ArrayNode inner = outermost;
    for (int i = 0; i < COPIES; i++) {
      inner = inner.addArray();
    }
    return outermost;
  }

  /** Of the same type, mostly. */
  private JsonNode similar(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> JSON.textNode(any(TEXTS));
      case NUMBER -> JSON.numberNode(any(NUMBERS));
      case BOOLEAN -> JSON.booleanNode(!value.booleanValue());
      case ARRAY -> copied((ArrayNode) value);
      case OBJECT -> grown((ObjectNode) value);
      default -> odd();
    };
  }

  private ArrayNode copied(ArrayNode list) {
    ArrayNode longer = list.deepCopy();
    for (int i = 0; i < COPIES && !list.isEmpty(); i++) {
      longer.add(list.get(random.nextInt(list.size())).deepCopy());
    }
    return random.nextBoolean() ? longer : longer.add(odd());
  }

  private ObjectNode grown(ObjectNode object) {
    ObjectNode more = object.deepCopy();
    more.set("field-" + random.nextInt(1000), odd());
    return more;
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
