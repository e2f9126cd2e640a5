package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is checked in the containers of a pod: {@code validateContainers} and what it calls in
 * {@code pkg/apis/core/validation/validation.go} of Kubernetes 1.36.3.
 *
 * <p>Threading: any thread.
 */
final class ContainerValidation {
  private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
  private static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");
  private static final List<String> MESSAGE_POLICIES = List.of("File", "FallbackToLogsOnError");
  private static final Set<String> CONTAINER_RESOURCES =
      Set.of("cpu", "memory", "ephemeral-storage");
  private static final int HIGHEST_PORT = 65535;

  private ContainerValidation() {}

  static void check(JsonNode spec, Problems problems) {
    Set<String> volumes = volumes(spec.path("volumes"), problems);
    if (spec.path("containers").isEmpty()) {
      problems.required("spec.containers");
    }
    Set<String> names = new HashSet<>();
    list(spec, "containers", names, volumes, problems);
    hostPorts(spec.path("containers"), problems);
    list(spec, "initContainers", names, volumes, problems);
    list(spec, "ephemeralContainers", names, volumes, problems);
  }

  private static void list(
      JsonNode spec, String list, Set<String> names, Set<String> volumes, Problems problems) {
    int i = 0;
    for (JsonNode container : spec.path(list)) {
      String field = "spec." + list + "[" + i++ + "]";
      container(container, field, volumes, problems);
      String name = container.path("name").asText();
      if (!names.add(name) && !name.isEmpty()) {
        problems.duplicate(field + ".name", name);
      }
    }
  }

  private static void container(
      JsonNode container, String field, Set<String> volumes, Problems problems) {
    String name = container.path("name").asText();
    if (name.isEmpty()) {
      problems.required(field + ".name");
    } else {
      problems.invalid(field + ".name", name, Names.label(name));
    }
    if (container.path("image").asText().isEmpty()) {
      problems.required(field + ".image");
    }
    oneOf(container, field, "terminationMessagePolicy", MESSAGE_POLICIES, problems);
    ports(container.path("ports"), field + ".ports", problems);
    environment(container.path("env"), field + ".env", problems);
    mounts(container.path("volumeMounts"), field + ".volumeMounts", volumes, problems);
    oneOf(container, field, "imagePullPolicy", PULL_POLICIES, problems);
    resources(container.path("resources"), field + ".resources", problems);
  }

  private static void environment(JsonNode variables, String path, Problems problems) {
    for (int i = 0; i < variables.size(); i++) {
      String name = variables.get(i).path("name").asText();
      String field = path + "[" + i + "].name";
      if (name.isEmpty()) {
        problems.required(field);
      } else if (name.chars().anyMatch(c -> c < ' ' || c > '~' || c == '=')) {
        problems.invalid(
            field,
            name,
            "a valid environment variable name must consist only of printable ASCII characters"
                + " other than '='");
      }
    }
  }

  private static void mounts(JsonNode mounts, String path, Set<String> volumes, Problems problems) {
    for (int i = 0; i < mounts.size(); i++) {
      String name = mounts.get(i).path("name").asText();
      String field = path + "[" + i + "].name";
      if (name.isEmpty()) {
        problems.required(field);
      } else if (!volumes.contains(name)) {
        problems.notFound(field, name);
      }
    }
  }

  /** The names of a pod's volumes, checked. */
  private static Set<String> volumes(JsonNode volumes, Problems problems) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < volumes.size(); i++) {
      String name = volumes.get(i).path("name").asText();
      String field = "spec.volumes[" + i + "].name";
      if (name.isEmpty()) {
        problems.required(field);
      } else {
        problems.invalid(field, name, Names.label(name));
      }
      if (!name.isEmpty() && !names.add(name)) {
        problems.duplicate(field, name);
      }
    }
    return names;
  }

  /** Checks a field that has defaults against a closed list. */
  static void oneOf(
      JsonNode node, String path, String field, List<String> supported, Problems problems) {
    String value = node.path(field).asText();
    if (!supported.contains(value)) {
      problems.unsupported(path.isEmpty() ? field : path + "." + field, value, supported);
    }
  }

  private static void ports(JsonNode ports, String path, Problems problems) {
    Set<String> names = new HashSet<>();
    int i = 0;
    for (JsonNode port : ports) {
      String field = path + "[" + i++ + "]";
      String name = port.path("name").asText();
      if (!name.isEmpty()) {
        List<String> wrong = Names.portName(name);
        problems.invalid(field + ".name", name, wrong);
        if (wrong.isEmpty() && !names.add(name)) {
          problems.duplicate(field + ".name", name);
        }
      }
      if (port.path("containerPort").asInt() == 0) {
        problems.required(field + ".containerPort");
      } else {
        number(port.path("containerPort"), field + ".containerPort", problems);
      }
      if (port.path("hostPort").asInt() != 0) {
        number(port.path("hostPort"), field + ".hostPort", problems);
      }
      oneOf(port, field, "protocol", PROTOCOLS, problems);
    }
  }

  private static void number(JsonNode port, String field, Problems problems) {
    if (port.asInt() < 1 || port.asInt() > HIGHEST_PORT) {
      problems.invalid(field, port, "must be between 1 and " + HIGHEST_PORT + ", inclusive");
    }
  }

  private static void hostPorts(JsonNode containers, Problems problems) {
    Set<String> taken = new HashSet<>();
    for (int c = 0; c < containers.size(); c++) {
      JsonNode ports = containers.get(c).path("ports");
      for (int p = 0; p < ports.size(); p++) {
        JsonNode port = ports.get(p);
        String one =
            "%s/%s/%d"
                .formatted(
                    port.path("protocol").asText(),
                    port.path("hostIP").asText(),
                    port.path("hostPort").asInt());
        if (port.path("hostPort").asInt() != 0 && !taken.add(one)) {
          problems.duplicate("spec.containers[" + c + "].ports[" + p + "].hostPort", one);
        }
      }
    }
  }

  private static void resources(JsonNode resources, String path, Problems problems) {
    JsonNode limits = resources.path("limits");
    for (Map.Entry<String, JsonNode> limit : limits.properties()) {
      String field = path + ".limits[" + limit.getKey() + "]";
      name(limit.getKey(), field, problems);
      Quantities.check(limit.getKey(), limit.getValue(), field, problems);
    }
    for (Map.Entry<String, JsonNode> request : resources.path("requests").properties()) {
      String resource = request.getKey();
      String field = path + ".requests[" + resource + "]";
      name(resource, field, problems);
      Quantities.check(resource, request.getValue(), field, problems);
      within(resource, request.getValue(), limits.path(resource), path, problems);
    }
    hugePages(resources, path, problems);
  }

  private static void hugePages(JsonNode resources, String path, Problems problems) {
    Set<String> names = new HashSet<>();
    for (String list : List.of("limits", "requests")) {
      resources.path(list).fieldNames().forEachRemaining(names::add);
    }
    if (names.stream().anyMatch(Quantities::isHugePages)
        && !names.contains("cpu")
        && !names.contains("memory")) {
      problems.forbidden(path, "HugePages require cpu or memory");
    }
  }

  private static void within(
      String resource, JsonNode request, JsonNode limit, String path, Problems problems) {
    boolean overcommits = Quantities.isNative(resource) && !Quantities.isHugePages(resource);
    if (limit.isMissingNode()) {
      if (!overcommits) {
        problems.required(path + ".limits", "Limit must be set for non overcommitable resources");
      }
      return;
    }
    int order = Quantities.of(request).compareTo(Quantities.of(limit));
    String rule = overcommits ? "must be less than or equal to" : "must be equal to";
    if (order > 0 || (order != 0 && !overcommits)) {
      problems.invalid(
          path + ".requests",
          request.asText(),
          "%s %s limit of %s".formatted(rule, resource, limit.asText()));
    }
  }

  private static void name(String resource, String field, Problems problems) {
    List<String> wrong = Names.labelKey(resource);
    problems.invalid(field, resource, wrong);
    boolean standard = CONTAINER_RESOURCES.contains(resource) || Quantities.isHugePages(resource);
    if (!wrong.isEmpty() || standard) {
      return;
    }
    if (!resource.contains("/")) {
      problems.invalid(field, resource, "must be a standard resource type or fully qualified");
      problems.invalid(field, resource, "must be a standard resource for containers");
    } else if (!Quantities.isNative(resource) && !Quantities.isExtended(resource)) {
      problems.invalid(field, resource, "doesn't follow extended resource name standard");
    }
  }
}
