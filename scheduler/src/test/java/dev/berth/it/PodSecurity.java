package dev.berth.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.controlplane.ControlPlane;

/** A namespace that enforces the Pod Security Standard "restricted". Threading: any thread. */
final class PodSecurity {
  private PodSecurity() {}

  /** What the API server answers who creates a pod of that template there, to no effect. */
  static ApiServer.Reply createStrictly(
      ControlPlane controlPlane, ApiServer api, JsonNode template) {
    controlPlane.apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: strict, labels: {pod-security.kubernetes.io/enforce: restricted}}
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: anybody, namespace: strict}
        """);
    ObjectNode pod = ApiServer.JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
    pod.set(
        "spec", template.path("spec").<ObjectNode>deepCopy().put("serviceAccountName", "anybody"));
    pod.putObject("metadata").put("name", "p").put("namespace", "strict");
    return api.post("/api/v1/namespaces/strict/pods?dryRun=All", pod.toString());
  }
}
