package dev.berth.sandbox.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A node in a row.
 *
 * <p>Mirrors {@code printNode} of {@code pkg/printers/internalversion/printers.go}, Kubernetes
 * 1.36.3. Threading: any thread.
 */
final class NodeCells {
  private static final String ROLE_PREFIX = "node-role.kubernetes.io/";
  private static final String ROLE_LABEL = "kubernetes.io/role";
  private static final String NONE = "<none>";

  private NodeCells() {}

  static void add(ObjectNode node, ArrayNode cells, Age age) {
    JsonNode info = node.at("/status/nodeInfo");
    String architecture = info.path("architecture").asText("");
    cells
        .add(node.at("/metadata/name").asText(""))
        .add(status(node))
        .add(roles(node.at("/metadata/labels")))
        .add(age.of(node.at("/metadata/creationTimestamp")))
        .add(info.path("kubeletVersion").asText(""))
        .add(address(node, "InternalIP"))
        .add(address(node, "ExternalIP"))
        .add(known(info.path("osImage")))
        .add(
            known(info.path("kernelVersion"))
                + (architecture.isEmpty() ? "" : " (" + architecture + ")"))
        .add(known(info.path("containerRuntimeVersion")));
  }

  private static String status(ObjectNode node) {
    String ready = "Unknown";
    for (JsonNode condition : node.at("/status/conditions")) {
      if (condition.path("type").asText("").equals("Ready")) {
        ready = condition.path("status").asText("").equals("True") ? "Ready" : "NotReady";
      }
    }
    return ready + (node.at("/spec/unschedulable").asBoolean() ? ",SchedulingDisabled" : "");
  }

  private static String roles(JsonNode labels) {
    SortedSet<String> roles = new TreeSet<>();
    for (Map.Entry<String, JsonNode> label : labels.properties()) {
      if (label.getKey().startsWith(ROLE_PREFIX)) {
        roles.add(label.getKey().substring(ROLE_PREFIX.length()));
      } else if (label.getKey().equals(ROLE_LABEL)) {
        roles.add(label.getValue().asText(""));
      }
    }
    roles.remove("");
    return roles.isEmpty() ? NONE : String.join(",", roles);
  }

  private static String address(ObjectNode node, String type) {
    for (JsonNode address : node.at("/status/addresses")) {
      if (address.path("type").asText("").equals(type)) {
        return address.path("address").asText("");
      }
    }
    return NONE;
  }

  private static String known(JsonNode text) {
    return text.asText("").isEmpty() ? "<unknown>" : text.asText("");
  }
}
