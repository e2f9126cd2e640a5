package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What is checked in the spec and the status of a pod, as far as it matters to who schedules:
 * {@code ValidatePodSpec} and {@code ValidatePodStatusUpdate} of {@code
 * pkg/apis/core/validation/validation.go} of Kubernetes 1.36.3.
 *
 * <p>Threading: any thread.
 */
final class PodValidation {
  private static final List<String> SYSTEM_CONDITIONS =
      List.of("PodScheduled", "Ready", "Initialized");

  private PodValidation() {}

  static void create(JsonNode pod, Problems problems) {
    JsonNode spec = pod.path("spec");
    spec(spec, problems);
    if (!spec.path("ephemeralContainers").isEmpty()) {
      problems.forbidden("spec.ephemeralContainers", "cannot be set on create");
    }
    if (spec.has("nodeName") && !spec.path("schedulingGates").isEmpty()) {
      problems.forbidden(
          "spec.nodeName", "cannot be set until all schedulingGates have been cleared");
    }
  }

  static void spec(JsonNode spec, Problems problems) {
    ContainerValidation.check(spec, problems);
    ContainerValidation.oneOf(
        spec, "spec", "restartPolicy", List.of("Always", "OnFailure", "Never"), problems);
    ContainerValidation.oneOf(
        spec,
        "spec",
        "dnsPolicy",
        List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"),
        problems);
    MetadataRules.labels(spec.path("nodeSelector"), "spec.nodeSelector", problems);
    PlacementValidation.affinity(spec.path("affinity"), problems);
    PlacementValidation.gates(spec.path("schedulingGates"), problems);
    PlacementValidation.spread(spec.path("topologySpreadConstraints"), problems);
    subdomain(spec, "serviceAccountName", problems);
    subdomain(spec, "nodeName", problems);
    JsonNode deadline = spec.path("activeDeadlineSeconds");
    if (!deadline.isMissingNode()
        && (deadline.asLong() < 1 || deadline.asLong() > Integer.MAX_VALUE)) {
      problems.invalid(
          "spec.activeDeadlineSeconds",
          deadline,
          "must be between 1 and " + Integer.MAX_VALUE + ", inclusive");
    }
    for (String field : List.of("hostname", "subdomain")) {
      if (spec.has(field)) {
        String value = spec.path(field).asText();
        problems.invalid("spec." + field, value, Names.label(value));
      }
    }
    PlacementValidation.tolerations(spec.path("tolerations"), problems);
    subdomain(spec, "priorityClassName", problems);
  }

  private static void subdomain(JsonNode spec, String field, Problems problems) {
    if (spec.has(field)) {
      String value = spec.path(field).asText();
      problems.invalid("spec." + field, value, Names.subdomain(value));
    }
  }

  static void status(JsonNode wish, JsonNode current, Problems problems) {
    JsonNode status = wish.path("status");
    JsonNode old = current.path("status");
    JsonNode conditions = status.path("conditions");
    for (int i = 0; i < conditions.size(); i++) {
      String type = conditions.get(i).path("type").asText();
      if (!SYSTEM_CONDITIONS.contains(type)) {
        problems.invalid("status.conditions[" + i + "].Type", type, Names.labelKey(type));
      }
    }
    String nominated = status.path("nominatedNodeName").asText();
    if (!nominated.isEmpty() && !nominated.equals(old.path("nominatedNodeName").asText())) {
      problems.invalid("status.nominatedNodeName", nominated, Names.subdomain(nominated));
      if (current.path("spec").has("nodeName")) {
        problems.forbidden(
            "status.nominatedNodeName", "may not be set on pods that are already bound to a node");
      }
    }
    if (!status.path("qosClass").equals(old.path("qosClass"))) {
      MetadataRules.immutable("status.qosClass", status.path("qosClass"), problems);
    }
  }
}
