package dev.berth.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Manifests from short pieces of YAML in flow style, each of them one or more fields.
 *
 * <p>Threading: any thread.
 */
final class Yaml {

  private Yaml() {}

  /** A pod with one container; without {@code schedulerName} in its spec it is Berth's. */
  static String pod(String name, String labels, String spec, String container) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %s, labels: {%s}}
    spec: {%s}
    """
        .formatted(
            name,
            labels,
            fields(
                spec.contains("schedulerName") ? "" : "schedulerName: berth",
                spec,
                "containers: [{"
                    + fields(
                        "name: main", container.contains("image:") ? "" : "image: nginx", container)
                    + "}]"));
  }

  /** A node; {@code amounts} is all it has and all of that can be used. */
  static String node(String name, String labels, String spec, String amounts, String status) {
    return """
    apiVersion: v1
    kind: Node
    metadata: {name: %s, labels: {%s}}
    spec: {%s}
    status:
      capacity: &all {%s}
      allocatable: *all
      %s
    """
        .formatted(name, labels, spec, amounts, status);
  }

  static String all(Collection<String> documents) {
    return String.join("---\n", documents);
  }

  /** One document, as it goes to the API server. */
  static JsonNode json(String document) {
    return ApiServer.JSON.valueToTree(new org.yaml.snakeyaml.Yaml().load(document));
  }

  static String fields(String... parts) {
    return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
  }

  static String requests(String amounts) {
    return "resources: {requests: {" + amounts + "}}";
  }

  /** Requests too: that is their default. */
  static String limits(String amounts) {
    return "resources: {limits: {" + amounts + "}}";
  }

  static String hostPort(String number) {
    return "ports: [{containerPort: 80, hostPort: " + number + "}]";
  }

  static String nodeAffinity(String fields) {
    return "affinity: {nodeAffinity: {" + fields + "}}";
  }

  /** Required affinity with one term. */
  static String required(String expressions) {
    return requiredTerms("{matchExpressions: [" + expressions + "]}");
  }

  /** Required affinity to one node by its name. */
  static String requiredNode(String name) {
    return requiredTerms(
        "{matchFields: [{key: metadata.name, operator: In, values: [" + name + "]}]}");
  }

  /** Required affinity with these terms, separated by commas. */
  static String requiredTerms(String terms) {
    return nodeAffinity(
        "requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [" + terms + "]}");
  }
}
