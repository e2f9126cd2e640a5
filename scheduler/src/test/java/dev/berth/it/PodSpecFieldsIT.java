package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.kube.decode.FieldPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The list of fields that the decoder goes by, against what the server says it has. A server that
 * is newer than the list may have more: they are reported, and pods without them are scheduled.
 */
final class PodSpecFieldsIT {
  private static final int LISTED_MINOR = 36;

  @RegisterExtension static final ClusterBed cluster = ClusterBed.with();

  @Test
  void every_field_of_the_server_is_in_the_list_or_new_in_a_newer_server() {
    String server = cluster.api.get("/version").path("gitVersion").asText();
    List<String> got = FieldPolicy.get().newFields(cluster.api.get("/openapi/v3/api/v1"));

    if (cluster.api.get("/version").path("minor").asInt() > LISTED_MINOR) {
      System.out.println("fields of " + server + " that the list has not: " + got);
    } else {
      assertThat(got).as("fields of " + server + " that the list has not").isEmpty();
    }
  }

  /** A newer server may also fill in fields that the pod came without. */
  @Test
  void pod_without_new_fields_is_scheduled_whatever_the_server_adds() {
    cluster.controlPlane.apply(
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
    try (BerthProcess berth = BerthProcess.start(cluster.controlPlane.kubeconfig())) {
      cluster.controlPlane.kubectl(
          "wait", "pod/plain", "--for=condition=PodScheduled", "--timeout=180s");

      assertThat(berth.log()).doesNotContain("is not known here");
      assertThat(cluster.api.get(ApiServer.PODS + "/plain").at("/spec/nodeName").asText())
          .isEqualTo("n1");
    }
  }
}
