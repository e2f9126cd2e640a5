package dev.berth.bench;

import dev.berth.model.ClusterObject.Kind;
import java.util.Map;

/**
 * The JSON of namespaces and of the Service in one.
 *
 * <p>Mirrors {@code namespace-with-labels.yaml} and {@code service.yaml} of {@code
 * test/integration/scheduler_perf/templates}, Kubernetes 1.36.3. Threading: immutable.
 */
final class NamespaceTemplates {
  private static final JsonTemplate NAMESPACE =
      new JsonTemplate(
          """
          {"apiVersion": "v1", "kind": "Namespace",
           "metadata": {"name": "${name}", ${stored}"labels": {${mark}"team": "devops"}}}
          """);

  private static final JsonTemplate SERVICE =
      new JsonTemplate(
          """
          {"apiVersion": "v1", "kind": "Service",
           "metadata": {"name": "service", "namespace": "${name}", ${stored}"labels": {${mark}"app": "bench"}},
           "spec": {"selector": {"service": "scheduler-perf"},
             "ports": [{"protocol": "TCP", "port": 80, "targetPort": 8000}]}}
          """);

  private NamespaceTemplates() {}

  static Extra namespace(String name, Stamp stamp) {
    return new Extra(
        Kind.NAMESPACE,
        "/api/v1/namespaces",
        NAMESPACE.with(Map.of("name", name)).fill(stamp.places("uid-" + name)));
  }

  static Extra service(String namespace, Stamp stamp) {
    return new Extra(
        Kind.SERVICE,
        "/api/v1/namespaces/" + namespace + "/services",
        SERVICE.with(Map.of("name", namespace)).fill(stamp.places("uid-service")));
  }
}
