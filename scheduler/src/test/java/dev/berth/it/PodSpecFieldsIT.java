package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.controlplane.ControlPlane;
import dev.berth.kube.decode.FieldPolicy;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The list of fields that the decoder goes by, against what the server says it has. A server that
 * is newer than the list may have more: they are reported, and pods without them are scheduled.
 */
final class PodSpecFieldsIT {
  private static final int LISTED_MINOR = 36;

  private static ControlPlane controlPlane;
  private static ApiServer api;

  @BeforeAll
  static void start() {
    controlPlane = ControlPlane.start();
    api = new ApiServer(controlPlane);
  }

  @AfterAll
  static void stop() {
    api.close();
    controlPlane.close();
  }

  @Test
  void every_field_of_the_server_is_in_the_list_or_new_in_a_newer_server() {
    String server = api.get("/version").path("gitVersion").asText();
    List<String> got = FieldPolicy.get().newFields(api.get("/openapi/v3/api/v1"));

    if (api.get("/version").path("minor").asInt() > LISTED_MINOR) {
      System.out.println("fields of " + server + " that the list has not: " + got);
    } else {
      assertThat(got).as("fields of " + server + " that the list has not").isEmpty();
    }
  }

  /** A newer server may also fill in fields that the pod came without. */
  @Test
  void pod_without_new_fields_is_scheduled_whatever_the_server_adds() {
    controlPlane.apply(
        """
        apiVersion: v1
        kind: Node
        metadata: {name: n1}
        status:
          allocatable: {cpu: "4", memory: 8Gi, pods: "110"}
          capacity: {cpu: "4", memory: 8Gi, pods: "110"}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: plain}
        spec:
          schedulerName: berth
          containers: [{name: c, image: nginx, resources: {requests: {cpu: 500m}}}]
          tolerations: [{key: a, operator: Exists}]
          affinity:
            nodeAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                nodeSelectorTerms:
                - matchFields: [{key: metadata.name, operator: In, values: [n1]}]
        """);
    try (BerthProcess berth = BerthProcess.start(controlPlane.kubeconfig())) {
      controlPlane.kubectl("wait", "pod/plain", "--for=condition=PodScheduled", "--timeout=60s");

      assertThat(berth.log()).doesNotContain("is not known here");
      assertThat(api.get(ApiServer.PODS + "/plain").at("/spec/nodeName").asText()).isEqualTo("n1");
    }
  }
}
