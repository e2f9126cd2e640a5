package dev.berth.sandbox.hollow;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a kubelet knows of its machine.
 *
 * <p>Threading: immutable; the trees are not changed.
 *
 * @param allocatable by resource, in the units of {@link Amount#counted}
 * @param taints those with the effect NoExecute, all that a kubelet looks at
 * @param address the node's own, empty when it has none
 */
record NodeFacts(
    String name,
    String uid,
    Map<String, String> labels,
    Map<String, BigDecimal> allocatable,
    List<JsonNode> taints,
    String address) {

  NodeFacts {
    labels = Map.copyOf(labels);
    allocatable = Map.copyOf(allocatable);
    taints = List.copyOf(taints);
  }

  static NodeFacts of(JsonNode node) {
    JsonNode metadata = node.path("metadata");
    JsonNode status = node.path("status");
    Map<String, String> labels = new TreeMap<>();
    metadata
        .path("labels")
        .properties()
        .forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
    return new NodeFacts(
        metadata.path("name").asText(),
        metadata.path("uid").asText(),
        labels,
        allocatable(status),
        noExecute(node.path("spec").path("taints")),
        address(status.path("addresses")));
  }

  private static Map<String, BigDecimal> allocatable(JsonNode status) {
    String list = status.path("allocatable").isEmpty() ? "capacity" : "allocatable";
    Map<String, BigDecimal> amounts = Amount.readAll(status.path(list), "status." + list);
    amounts.replaceAll(Amount::counted);
    return amounts;
  }

  private static List<JsonNode> noExecute(JsonNode taints) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode taint : taints) {
      if (taint.path("effect").asText().equals("NoExecute")) {
        found.add(taint);
      }
    }
    return found;
  }

  private static String address(JsonNode addresses) {
    for (JsonNode address : addresses) {
      if (address.path("type").asText().equals("InternalIP")) {
        return address.path("address").asText();
      }
    }
    return "";
  }

  BigDecimal allocatable(String resource) {
    return allocatable.getOrDefault(resource, BigDecimal.ZERO);
  }
}
