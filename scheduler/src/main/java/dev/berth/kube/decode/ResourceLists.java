package dev.berth.kube.decode;

import dev.berth.model.Quantity;
import dev.berth.model.QuantityFormatException;
import dev.berth.model.ResourceName;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads lists of quantities: {@code {"cpu": "500m", "memory": "1Gi"}}.
 *
 * <p>Threading: any thread.
 */
final class ResourceLists {
  private static final FieldPolicy.Type REQUIREMENTS = FieldPolicy.type("ResourceRequirements");

  private ResourceLists() {}

  static Map<String, Quantity> read(JsonCursor json) throws IOException, UndecodableObject {
    if (!json.enterObject()) {
      return Map.of();
    }
    Map<String, Quantity> list = new HashMap<>();
    for (String resource = json.nextField(); resource != null; resource = json.nextField()) {
      list.put(resource, quantity(json));
    }
    return list;
  }

  /** The {@code requests} of a {@code resources} structure. */
  static Map<String, Quantity> readRequests(JsonCursor json) throws IOException, UndecodableObject {
    return readRequests(json, resource -> {});
  }

  /**
   * The same.
   *
   * @param extended told of extended resources that are requested or have a limit; how much it is
   *     does not matter
   */
  static Map<String, Quantity> readRequests(JsonCursor json, Consumer<String> extended)
      throws IOException, UndecodableObject {
    if (!json.enterObject()) {
      return Map.of();
    }
    Map<String, Quantity> requests = Map.of();
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "requests" -> {
          requests = read(json);
          requests.keySet().stream().filter(ResourceLists::isExtended).forEach(extended);
        }
        case "limits" -> readExtendedNames(json, extended);
        default -> json.skip(REQUIREMENTS, field);
      }
    }
    return requests;
  }

  private static void readExtendedNames(JsonCursor json, Consumer<String> found)
      throws IOException, UndecodableObject {
    if (json.enterObject()) {
      for (String resource = json.nextField(); resource != null; resource = json.nextField()) {
        if (isExtended(resource)) {
          found.accept(resource);
        }
        json.skip();
      }
    }
  }

  private static boolean isExtended(String resource) {
    return resource.indexOf('/') >= 0 && ResourceName.of(resource).isExtended();
  }

  /** Go reads a quantity from a string or a bare number, and trims it. */
  private static Quantity quantity(JsonCursor json) throws IOException, UndecodableObject {
    if (!json.present()) {
      return Quantity.ZERO;
    }
    String text = json.scalar();
    try {
      return Quantity.parse(text.strip());
    } catch (QuantityFormatException e) {
      throw json.undecodable("is not a quantity: " + e.getMessage(), e);
    }
  }
}
