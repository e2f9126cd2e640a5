package dev.berth.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.kube.decode.KubeJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * JSON that still is JSON, but with other values in some places: of other types, too many, too
 * deep, under other names. Threading: one thread.
 */
final class JsonMutator {
  private static final ObjectMapper JSON = new ObjectMapper(KubeJson.newFactory());
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1.5",
          "1e400",
          "9223372036854775808",
          "\"\"",
          "\"node-1\"",
          "\"\\ud83d\\ude00\"",
          "\"-1\"",
          "\"1e40\"",
          "\"9223372036854775807Ei\"",
          "[]",
          "{}",
          "[[]]",
          "[null]",
          "{\"\":null}",
          "{\"metadata\":{\"name\":\"x\"}}");

  private final RandomGenerator random;

  JsonMutator(RandomGenerator random) {
    this.random = random;
  }

  String mutate(String json) {
    try {
      JsonNode tree = JSON.readTree(json);
      for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
        List<ContainerNode<?>> places = new ArrayList<>();
        collect(tree, places);
        change(places.get(random.nextInt(places.size())));
      }
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static void collect(JsonNode tree, List<ContainerNode<?>> places) {
    if (tree instanceof ContainerNode<?> container) {
      places.add(container);
      container.forEach(each -> collect(each, places));
    }
  }

  private void change(ContainerNode<?> place) throws JsonProcessingException {
    switch (place) {
      case ObjectNode object -> change(object);
      case ArrayNode array -> change(array);
      default -> throw new AssertionError(place);
    }
  }

  private void change(ObjectNode object) throws JsonProcessingException {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    if (names.isEmpty()) {
      object.set("future", value());
      return;
    }
    String name = names.get(random.nextInt(names.size()));
    JsonNode former = object.get(name);
    switch (random.nextInt(6)) {
      case 0 -> object.remove(name);
      case 1 -> {
        object.remove(name);
        object.set(name.toUpperCase(Locale.ROOT), former);
      }
      case 2 -> object.set("future", former.deepCopy());
      case 3 -> object.set(name, deep(former));
      default -> object.set(name, value());
    }
  }

  private void change(ArrayNode array) throws JsonProcessingException {
    if (array.isEmpty()) {
      array.add(value());
      return;
    }
    int at = random.nextInt(array.size());
    switch (random.nextInt(5)) {
      case 0 -> array.remove(at);
      case 1 -> {
        JsonNode again = array.get(at).deepCopy();
        for (int times = random.nextInt(1, 50); times > 0; times--) {
          array.add(again);
        }
      }
      case 2 -> array.set(at, deep(array.get(at)));
      default -> array.set(at, value());
    }
  }

  private JsonNode deep(JsonNode inside) {
    JsonNode deeper = inside;
    for (int levels = random.nextInt(1, 400); levels > 0; levels--) {
      deeper =
          random.nextBoolean()
              ? JSON.createArrayNode().add(deeper)
              : JSON.createObjectNode().set("spec", deeper);
    }
    return deeper;
  }

  private JsonNode value() throws JsonProcessingException {
    return JSON.readTree(VALUES.get(random.nextInt(VALUES.size())));
  }
}
