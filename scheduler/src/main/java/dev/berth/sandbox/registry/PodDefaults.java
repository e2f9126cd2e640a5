package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kinds;
import java.util.List;
import java.util.Map;

/**
 * What a pod gets that does not say otherwise: {@code pkg/apis/core/v1/defaults.go} of Kubernetes
 * 1.36.3.
 *
 * <p>Threading: any thread.
 */
final class PodDefaults {
  static final List<String> CONTAINER_LISTS =
      List.of("initContainers", "containers", "ephemeralContainers");

  private static final int GRACE_SECONDS = 30;
  private static final int FILE_MODE = 0644;

  private PodDefaults() {}

  static void complete(ObjectNode pod) {
    ObjectNode spec = pod.withObject("/spec");
    CONTAINER_LISTS.forEach(list -> spec.path(list).forEach(c -> container((ObjectNode) c)));
    spec.path("volumes").forEach(volume -> volume((ObjectNode) volume));
    if (spec.path("hostNetwork").asBoolean()) {
      spec.path("containers").forEach(PodDefaults::hostPorts);
      spec.path("initContainers").forEach(PodDefaults::hostPorts);
    }
    text(spec, "dnsPolicy", "ClusterFirst");
    text(spec, "restartPolicy", "Always");
    text(spec, "schedulerName", "default-scheduler");
    if (!spec.has("securityContext")) {
      spec.putObject("securityContext");
    }
    number(spec, "terminationGracePeriodSeconds", GRACE_SECONDS);
    if (!spec.has("enableServiceLinks")) {
      spec.put("enableServiceLinks", true);
    }
    Quantities.canonicalize(Kinds.POD, spec.path("overhead"));
    amounts(spec.path("resources"));
    PodLevelRequests.complete(spec);
    ObjectNode status = pod.withObject("/status");
    status.path("conditions").forEach(PodDefaults::condition);
    for (String list :
        List.of("initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses")) {
      status.path(list).forEach(each -> containerStatus((ObjectNode) each));
    }
  }

  /** The server shows times that never were. */
  private static void condition(JsonNode condition) {
    for (String time : List.of("lastProbeTime", "lastTransitionTime")) {
      if (condition instanceof ObjectNode object && !object.has(time)) {
        object.putNull(time);
      }
    }
  }

  /** Nor does it leave out what a kubelet has not said of a container. */
  private static void containerStatus(ObjectNode status) {
    status.withObject("/state");
    status.withObject("/lastState");
    text(status, "image", "");
    text(status, "imageID", "");
    number(status, "restartCount", 0);
    if (!status.has("ready")) {
      status.put("ready", false);
    }
  }

  private static void container(ObjectNode container) {
    text(container, "imagePullPolicy", pullPolicy(container.path("image").asText()));
    text(container, "terminationMessagePath", "/dev/termination-log");
    text(container, "terminationMessagePolicy", "File");
    for (JsonNode port : container.path("ports")) {
      text((ObjectNode) port, "protocol", "TCP");
    }
    for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
      if (container.get(probe) instanceof ObjectNode object) {
        probe(object);
      }
    }
    for (JsonNode variable : container.path("env")) {
      if (variable.path("valueFrom").path("fieldRef") instanceof ObjectNode reference) {
        text(reference, "apiVersion", "v1");
      }
    }
    ObjectNode resources = container.withObject("/resources");
    amounts(resources);
    requestLimits(resources);
  }

  /** A tag of latest, or none, is asked for each time; a digest is none. */
  static String pullPolicy(String image) {
    if (image.contains("@")) {
      return "IfNotPresent";
    }
    int colon = image.indexOf(':', image.lastIndexOf('/') + 1);
    String tag = colon < 0 ? "latest" : image.substring(colon + 1);
    return tag.equals("latest") ? "Always" : "IfNotPresent";
  }

  private static void amounts(JsonNode resources) {
    Quantities.canonicalize(Kinds.POD, resources.path("requests"));
    Quantities.canonicalize(Kinds.POD, resources.path("limits"));
  }

  /** What is limited is requested, unless it says how much. */
  private static void requestLimits(ObjectNode resources) {
    for (Map.Entry<String, JsonNode> limit : resources.path("limits").properties()) {
      ObjectNode requests = resources.withObject("/requests");
      if (!requests.has(limit.getKey())) {
        requests.set(limit.getKey(), limit.getValue());
      }
    }
  }

  private static void probe(ObjectNode probe) {
    number(probe, "timeoutSeconds", 1);
    number(probe, "periodSeconds", 10);
    number(probe, "successThreshold", 1);
    number(probe, "failureThreshold", 3);
    if (probe.get("httpGet") instanceof ObjectNode get) {
      text(get, "path", "/");
      text(get, "scheme", "HTTP");
    }
    if (probe.get("grpc") instanceof ObjectNode grpc && !grpc.has("service")) {
      grpc.put("service", "");
    }
  }

  private static void hostPorts(JsonNode container) {
    for (JsonNode port : container.path("ports")) {
      if (port.path("hostPort").asInt() == 0 && port.has("containerPort")) {
        ((ObjectNode) port).set("hostPort", port.get("containerPort"));
      }
    }
  }

  private static void volume(ObjectNode volume) {
    if (volume.size() <= 1) {
      volume.putObject("emptyDir");
    }
    for (String source : List.of("secret", "configMap", "downwardAPI", "projected")) {
      if (volume.get(source) instanceof ObjectNode object) {
        number(object, "defaultMode", FILE_MODE);
      }
    }
    if (volume.get("hostPath") instanceof ObjectNode path && !path.has("type")) {
      path.put("type", "");
    }
  }

  /** Makes selectors of the keys whose values the pod's own labels give, once, at creation. */
  static void matchLabelKeys(ObjectNode pod) {
    JsonNode labels = pod.path("metadata").path("labels");
    JsonNode spec = pod.path("spec");
    spec.path("topologySpreadConstraints").forEach(c -> mergeKeys(c, labels));
    for (String affinity : List.of("podAffinity", "podAntiAffinity")) {
      JsonNode terms = spec.path("affinity").path(affinity);
      terms
          .path("preferredDuringSchedulingIgnoredDuringExecution")
          .forEach(term -> mergeKeys(term.path("podAffinityTerm"), labels));
      terms
          .path("requiredDuringSchedulingIgnoredDuringExecution")
          .forEach(term -> mergeKeys(term, labels));
    }
  }

  private static void mergeKeys(JsonNode term, JsonNode labels) {
    if (term.path("labelSelector") instanceof ObjectNode selector) {
      merge(selector, term.path("matchLabelKeys"), "In", labels);
      merge(selector, term.path("mismatchLabelKeys"), "NotIn", labels);
    }
  }

  private static void merge(ObjectNode selector, JsonNode keys, String operator, JsonNode labels) {
    for (JsonNode key : keys) {
      if (labels.has(key.asText())) {
        ObjectNode requirement = Json.object().put("key", key.asText()).put("operator", operator);
        requirement.withArray("values").add(labels.get(key.asText()));
        selector.withArray("matchExpressions").add(requirement);
      }
    }
  }

  private static void text(ObjectNode node, String field, String value) {
    if (node.path(field).asText().isEmpty()) {
      node.put(field, value);
    }
  }

  private static void number(ObjectNode node, String field, int value) {
    if (!node.has(field)) {
      node.put(field, value);
    }
  }
}
