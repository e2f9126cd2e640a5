package dev.berth.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a pod or a node look as if a newer API server had sent it: fields, enum values and list
 * elements that nobody knows yet, everywhere but in what narrows placement, so that a scheduler has
 * to decide as if they were not there.
 *
 * <p>Threading: any thread.
 */
final class FutureFields {

  /** Comes before the fields that are known. */
  static final String FIRST = "futureField";

  /** Comes after the fields that are known. */
  static final String LAST = "laterFutureField";

  private static final List<String> CONTAINER_LISTS =
      List.of("containers", "initContainers", "ephemeralContainers");

  private final JsonNode value;

  FutureFields(ObjectMapper mapper) {
    // The decoy is for decoders that lose count of their depth.
    value =
        mapper
            .createObjectNode()
            .put("x", 1)
            .set(
                "decoy",
                mapper
                    .createObjectNode()
                    .set("spec", mapper.createArrayNode().add("nodeName").add(1.5).addNull()));
  }

  /** Changes {@code object} in place; anything but a pod or a node stays as it is. */
  void addTo(JsonNode object, String kind) {
    switch (kind) {
      case "Pod" -> addToPod(object);
      case "Node" -> addToNode(object);
      default -> {}
    }
  }

  private void addToPod(JsonNode pod) {
    JsonNode spec = pod.path("spec");
    JsonNode status = pod.path("status");
    List.of(pod, pod.path("metadata"), spec, status, spec.path("securityContext"))
        .forEach(this::surround);
    replace(spec, "dnsPolicy", "FutureDnsPolicy");
    for (String list : CONTAINER_LISTS) {
      for (JsonNode container : spec.path(list)) {
        surround(container);
        replace(container, "imagePullPolicy", "FuturePullPolicy");
      }
    }
    status.path("conditions").forEach(this::surround);
    status.path("containerStatuses").forEach(this::surround);
  }

  private void addToNode(JsonNode node) {
    JsonNode status = node.path("status");
    List.of(node, node.path("metadata"), node.path("spec"), status, status.path("nodeInfo"))
        .forEach(this::surround);
    status.path("conditions").forEach(this::surround);
    if (status instanceof ObjectNode known) {
      known
          .withArrayProperty("conditions")
          .addObject()
          .put("type", "FutureCondition")
          .put("status", "Perhaps");
    }
  }

  private void surround(JsonNode object) {
    if (object instanceof ObjectNode known) {
      Map<String, JsonNode> fields = new LinkedHashMap<>();
      known.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
      known.removeAll();
      known.set(FIRST, value);
      known.setAll(fields);
      known.set(LAST, value);
    }
  }

  private static void replace(JsonNode object, String field, String unknown) {
    if (object instanceof ObjectNode known && known.has(field)) {
      known.put(field, unknown);
    }
  }
}
