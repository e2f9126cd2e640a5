package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.StatusException.Cause;
import dev.berth.sandbox.registry.Registry.Part;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of nodes: {@code pkg/registry/core/node/strategy.go} of Kubernetes 1.36.3.
 *
 * <p>The paths of taints begin with {@code metadata}, as upstream's do. The time of a NoExecute
 * taint is set by the node lifecycle controller, not here. Threading: immutable.
 */
record NodeRules() implements KindRules {
  private static final List<String> INFO =
      List.of(
          "machineID",
          "systemUUID",
          "bootID",
          "kernelVersion",
          "osImage",
          "containerRuntimeVersion",
          "kubeletVersion",
          "kubeProxyVersion",
          "operatingSystem",
          "architecture");

  @Override
  public Names.Form names() {
    return Names.Form.SUBDOMAIN;
  }

  @Override
  public void complete(ObjectNode tree) {
    ObjectNode spec = tree.withObject("/spec");
    if (spec.has("podCIDR") && !spec.has("podCIDRs")) {
      spec.withArray("podCIDRs").add(spec.get("podCIDR"));
    }
    ObjectNode status = tree.withObject("/status");
    Quantities.canonicalize(Kinds.NODE, status.path("capacity"));
    Quantities.canonicalize(Kinds.NODE, status.path("allocatable"));
    if (status.has("capacity") && !status.has("allocatable")) {
      status.set("allocatable", status.get("capacity").deepCopy());
    }
    for (JsonNode condition : status.path("conditions")) {
      for (String time : List.of("lastHeartbeatTime", "lastTransitionTime")) {
        if (!condition.has(time)) {
          ((ObjectNode) condition).putNull(time);
        }
      }
    }
    ObjectNode endpoint = status.withObject("/daemonEndpoints/kubeletEndpoint");
    if (!endpoint.has("Port")) {
      endpoint.put("Port", 0);
    }
    ObjectNode info = status.withObject("/nodeInfo");
    INFO.stream().filter(field -> !info.has(field)).forEach(field -> info.put(field, ""));
  }

  @Override
  public void prepareUpdate(ObjectNode wish, ObjectNode current, Part part) {
    Metadata.copy(part == Part.WHOLE ? "status" : "spec", current, wish);
  }

  @Override
  public void check(ObjectNode created, Problems problems) {
    taints(created.path("spec").path("taints"), problems);
    amounts(created, problems);
  }

  @Override
  public void checkUpdate(ObjectNode wish, ObjectNode current, Part part, Problems problems) {
    check(wish, problems);
    JsonNode spec = wish.path("spec");
    JsonNode old = current.path("spec");
    if (old.has("podCIDRs") && !old.path("podCIDRs").equals(spec.path("podCIDRs"))) {
      problems.forbidden(
          "spec.podCIDRs", "node updates may not change podCIDR except from \"\" to valid");
    }
    if (old.has("providerID") && !old.path("providerID").equals(spec.path("providerID"))) {
      problems.forbidden(
          "spec.providerID", "node updates may not change providerID except from \"\" to valid");
    }
  }

  private static void amounts(JsonNode node, Problems problems) {
    for (String list : List.of("capacity", "allocatable")) {
      for (Map.Entry<String, JsonNode> each : node.path("status").path(list).properties()) {
        String field = "status." + list + "." + each.getKey();
        Quantities.check(each.getKey(), each.getValue(), field, problems);
      }
    }
  }

  private static void taints(JsonNode taints, Problems problems) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < taints.size(); i++) {
      String field = "metadata.taints[" + i + "]";
      String key = taints.get(i).path("key").asText();
      String value = taints.get(i).path("value").asText();
      String effect = taints.get(i).path("effect").asText();
      problems.invalid(field + ".key", key, Names.labelKey(key));
      List<String> wrong = Names.labelValue(value);
      if (!wrong.isEmpty()) {
        problems.invalid(field + ".value", value, String.join(";", wrong));
      }
      if (effect.isEmpty()) {
        problems.required(field + ".effect");
      } else if (!PlacementValidation.TAINT_EFFECTS.contains(effect)) {
        problems.unsupported(field + ".effect", effect, PlacementValidation.TAINT_EFFECTS);
      }
      if (!seen.add(effect + " " + key)) {
        problems.add(repeated(field, key, value, effect));
      }
    }
  }

  private static Cause repeated(String field, String key, String value, String effect) {
    ObjectNode taint = Json.object().put("Key", key).put("Value", value).put("Effect", effect);
    taint.putNull("TimeAdded");
    return new Cause(
        "FieldValueDuplicate",
        field,
        "Duplicate value: " + taint + ": taints must be unique by key and effect pair");
  }
}
