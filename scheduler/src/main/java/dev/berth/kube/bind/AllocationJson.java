package dev.berth.kube.bind;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.model.NodeRequirement;
import dev.berth.model.NodeSelector;
import dev.berth.model.NodeSelectorTerm;
import dev.berth.model.devices.AllocatedConfig;
import dev.berth.model.devices.AllocatedDevice;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.DeviceToleration;
import dev.berth.model.devices.OpaqueConfig;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * An allocation as JSON of {@code resource.k8s.io/v1}, {@code status.allocation}.
 *
 * <p>Threading: any thread.
 */
final class AllocationJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private AllocationJson() {}

  static ObjectNode of(Allocation allocation, Instant now) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode devices = json.putObject("devices");
    ArrayNode results = devices.putArray("results");
    allocation.devices().forEach(device -> write(device, results.addObject()));
    if (!allocation.config().isEmpty()) {
      ArrayNode config = devices.putArray("config");
      allocation.config().forEach(entry -> write(entry, config.addObject()));
    }
    NodeSelector nodes = allocation.nodes();
    if (nodes != null) {
      ArrayNode terms = json.putObject("nodeSelector").putArray("nodeSelectorTerms");
      nodes.terms().forEach(term -> write(term, terms.addObject()));
    }
    json.put("allocationTimestamp", now.truncatedTo(ChronoUnit.SECONDS).toString());
    return json;
  }

  private static void write(AllocatedDevice device, ObjectNode json) {
    json.put("request", device.request())
        .put("driver", device.id().driver())
        .put("pool", device.id().pool())
        .put("device", device.id().device());
    if (device.adminAccess()) {
      json.put("adminAccess", true);
    }
    if (!device.tolerations().isEmpty()) {
      ArrayNode tolerations = json.putArray("tolerations");
      device.tolerations().forEach(toleration -> write(toleration, tolerations.addObject()));
    }
    write(device.bindingConditions(), json, "bindingConditions");
    write(device.bindingFailureConditions(), json, "bindingFailureConditions");
    if (device.shareId() != null) {
      json.put("shareID", device.shareId());
    }
    if (!device.consumedCapacity().isEmpty()) {
      ObjectNode consumed = json.putObject("consumedCapacity");
      device.consumedCapacity().forEach((name, amount) -> consumed.put(name, amount.canonical()));
    }
  }

  private static void write(List<String> texts, ObjectNode json, String field) {
    if (!texts.isEmpty()) {
      texts.forEach(json.putArray(field)::add);
    }
  }

  private static void write(DeviceToleration toleration, ObjectNode json) {
    putUnlessEmpty(json, "key", toleration.key());
    putUnlessEmpty(json, "operator", toleration.operator());
    putUnlessEmpty(json, "value", toleration.value());
    putUnlessEmpty(json, "effect", toleration.effect());
    if (toleration.seconds() != null) {
      json.put("tolerationSeconds", toleration.seconds());
    }
  }

  private static void putUnlessEmpty(ObjectNode json, String field, String text) {
    if (!text.isEmpty()) {
      json.put(field, text);
    }
  }

  private static void write(AllocatedConfig entry, ObjectNode json) {
    json.put("source", entry.source());
    write(entry.config().requests(), json, "requests");
    OpaqueConfig opaque = entry.config().opaque();
    if (opaque != null) {
      json.putObject("opaque")
          .put("driver", opaque.driver())
          .set("parameters", parameters(opaque.parametersJson()));
    }
  }

  private static JsonNode parameters(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("parameters were read from JSON", impossible);
    }
  }

  private static void write(NodeSelectorTerm term, ObjectNode json) {
    write(json, "matchExpressions", term.matchExpressions());
    write(json, "matchFields", term.matchFields());
  }

  private static void write(ObjectNode json, String field, List<NodeRequirement> requirements) {
    if (requirements.isEmpty()) {
      return;
    }
    ArrayNode all = json.putArray(field);
    for (NodeRequirement requirement : requirements) {
      ObjectNode one = all.addObject();
      one.put("key", requirement.key()).put("operator", requirement.operator());
      write(requirement.values(), one, "values");
    }
  }
}
