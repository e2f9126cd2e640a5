package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.controlplane.ControlPlane;
import dev.berth.controlplane.ControlPlane.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pods with claims beside the real PV controller and the real controller of ephemeral volumes; the
 * provisioner is played by the test.
 */
final class VolumeBindingIT {
  private static final String CLAIMS = "/api/v1/namespaces/default/persistentvolumeclaims";
  private static final String VOLUMES = "/api/v1/persistentvolumes";
  private static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";
  private static final String BY_CONTROLLER = "pv.kubernetes.io/bound-by-controller";
  private static final String NODE = "cpu: \"4\", memory: 8Gi, pods: \"110\"";

  private static ControlPlane controlPlane;
  private static ApiServer api;

  @TempDir private Path directory;
  private PodHistory pods;
  private PodHistory claims;

  @BeforeAll
  static void start() {
    controlPlane = ControlPlane.start(Component.CONTROLLER_MANAGER);
    api = new ApiServer(controlPlane);
    controlPlane.create(VolumeYaml.CLASSES);
  }

  @AfterAll
  static void stop() {
    api.close();
    controlPlane.close();
  }

  @BeforeEach
  void fill() {
    api.clear();
    controlPlane.create(Yaml.node("n1", "kubernetes.io/hostname: n1", "", NODE, ""));
    controlPlane.create(Yaml.node("n2", "kubernetes.io/hostname: n2", "", NODE, ""));
    pods = PodHistory.of(api);
    claims = PodHistory.of(api, CLAIMS);
  }

  @AfterEach
  void close() {
    pods.close();
    claims.close();
  }

  // ---- what there is

  private static void createClaim(String name, String storageClass) {
    controlPlane.create(VolumeYaml.claim(name, storageClass));
  }

  private static void createLocalVolume(String name, String node) {
    controlPlane.create(VolumeYaml.localVolume(name, node));
  }

  /** A pod with the claim, on that node or, with "", on any. */
  private static void createPod(String name, String claim, String node) {
    String where = node.isEmpty() ? "" : "nodeSelector: {kubernetes.io/hostname: " + node + "}";
    controlPlane.create(Yaml.pod(name, "", Yaml.fields(VolumeYaml.mounting(claim), where), ""));
  }

  private BerthProcess berth(int bindTimeoutSeconds) throws IOException {
    Path config = directory.resolve("config.yaml");
    Files.writeString(
        config,
        """
        apiVersion: kubescheduler.config.k8s.io/v1
        kind: KubeSchedulerConfiguration
        clientConnection: {kubeconfig: %s}
        leaderElection: {leaderElect: false}
        podMaxBackoffSeconds: 1
        profiles:
        - schedulerName: berth
          pluginConfig:
          - name: VolumeBinding
            args: {bindTimeoutSeconds: %d}
        """
            .formatted(controlPlane.kubeconfig(), bindTimeoutSeconds));
    return BerthProcess.startWith(controlPlane.kubeconfig(), "--config=" + config);
  }

  // ---- what the provisioner does

  private JsonNode awaitSelectedNode(String claim) {
    claims.awaitThat(live -> assertThat(selectedNode(named(claim, live))).as(claim).isNotEmpty());
    return named(claim, claims.live());
  }

  /** What is selected after the provisioner has given up, which may be the same node again. */
  private JsonNode awaitSelectedAgain(String claim) {
    claims.awaitThat(
        live ->
            assertThat(selections(claim))
                .as(claim)
                .hasSizeGreaterThan(3) // none, one, none, one
                .last()
                .isNotEqualTo(""));
    return named(claim, claims.live());
  }

  /** One after the other, "" for none. */
  private List<String> selections(String claim) {
    List<String> selections = new ArrayList<>();
    for (List<JsonNode> versions : claims.lives()) {
      for (JsonNode version : versions) {
        String node = selectedNode(version);
        if (Pods.name(version).equals(claim)
            && (selections.isEmpty() || !selections.getLast().equals(node))) {
          selections.add(node);
        }
      }
    }
    return selections;
  }

  private static String selectedNode(JsonNode claim) {
    return claim.path("metadata").path("annotations").path(SELECTED_NODE).asText();
  }

  private static JsonNode named(String name, List<JsonNode> live) {
    return live.stream()
        .filter(object -> Pods.name(object).equals(name))
        .findFirst()
        .orElseGet(ApiServer.JSON::missingNode);
  }

  /** Makes a volume where the claim wants it; the PV controller then binds the two. */
  private static void provision(JsonNode claim) {
    controlPlane.create(
        """
        apiVersion: v1
        kind: PersistentVolume
        metadata:
          name: made-%s
          annotations: {pv.kubernetes.io/provisioned-by: played.berth.dev}
        spec:
          capacity: {storage: 1Gi}
          accessModes: [ReadWriteOnce]
          storageClassName: made
          csi: {driver: played.berth.dev, volumeHandle: h}
          claimRef: {kind: PersistentVolumeClaim, apiVersion: v1, namespace: default, name: %s, uid: %s}
          nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions:
            [{key: kubernetes.io/hostname, operator: In, values: [%s]}]}]}}
        """
            .formatted(
                Pods.name(claim),
                Pods.name(claim),
                claim.at("/metadata/uid").asText(),
                selectedNode(claim)));
  }

  private void awaitBound(String pod, String node) {
    pods.awaitThat(live -> assertThat(Pods.node(named(pod, live))).as(pod).isEqualTo(node));
  }

  private void awaitMessage(String pod, String beginning) {
    pods.awaitThat(
        live ->
            assertThat(Pods.scheduled(named(pod, live)).path("message").asText())
                .as(pod)
                .startsWith(beginning));
  }

  // ---- stories

  @Test
  void claim_that_waits_for_its_consumer_is_provisioned_for_the_node_and_then_the_pod_is_bound()
      throws Exception {
    try (BerthProcess berth = berth(600)) {
      createClaim("data", "made");
      createPod("web", "data", "n2");

      JsonNode claim = awaitSelectedNode("data");
      assertThat(selectedNode(claim)).isEqualTo("n2");
      assertThat(Pods.node(named("web", pods.live()))).as("before there is a volume").isEmpty();
      provision(claim);

      awaitBound("web", "n2");
      assertThat(api.get(CLAIMS + "/data").at("/status/phase").asText()).isEqualTo("Bound");
      assertThat(berth.terminate()).as(berth.log()).isZero();
    }
  }

  @Test
  void local_volume_is_set_aside_as_a_controller_does_and_the_pod_goes_to_it() throws Exception {
    createLocalVolume("disk-1", "n2");
    try (BerthProcess berth = berth(600)) {
      createClaim("disk", "local");
      createPod("db", "disk", "");
      awaitBound("db", "n2");
      createClaim("none-left", "local");
      createPod("late", "none-left", "");

      JsonNode volume = api.get(VOLUMES + "/disk-1");
      assertThat(volume.at("/spec/claimRef/name").asText()).isEqualTo("disk");
      assertThat(volume.path("metadata").path("annotations").path(BY_CONTROLLER).asText())
          .isEqualTo("yes");
      awaitMessage(
          "late",
          "0/2 nodes are available: 2 node(s) didn't find available persistent volumes to bind.");

      createLocalVolume("disk-2", "n1");
      awaitBound("late", "n1");
      assertThat(berth.terminate()).as(berth.log()).isZero();
    }
  }

  @Test
  void ephemeral_volume_is_waited_for_and_bound() throws Exception {
    createLocalVolume("scratch-disk", "n1");
    try (BerthProcess berth = berth(600)) {
      controlPlane.create(
          Yaml.pod(
              "worker",
              "",
              "volumes: [{name: scratch, ephemeral: {volumeClaimTemplate: {spec: {"
                  + VolumeYaml.claimSpec("local")
                  + "}}}}]",
              ""));

      awaitBound("worker", "n1");
      assertThat(api.get(CLAIMS + "/worker-scratch").at("/spec/volumeName").asText())
          .isEqualTo("scratch-disk");
      assertThat(berth.terminate()).as(berth.log()).isZero();
    }
  }

  @Test
  void provisioner_that_gives_up_sends_the_pod_back_and_the_next_attempt_succeeds()
      throws Exception {
    try (BerthProcess berth = berth(600)) {
      createClaim("refused", "made");
      createPod("patient", "refused", "");

      awaitSelectedNode("refused");
      api.patch(
          CLAIMS + "/refused", "{\"metadata\":{\"annotations\":{\"" + SELECTED_NODE + "\":null}}}");
      berth.awaitLine("binding volumes: provisioning failed for PVC \"refused\"");
      provision(awaitSelectedAgain("refused"));

      awaitBound("patient", selectedNode(api.get(CLAIMS + "/refused")));
      assertThat(berth.terminate()).as(berth.log()).isZero();
    }
  }

  @Test
  void provisioner_that_is_too_slow_ends_the_attempt_and_the_claim_keeps_its_node()
      throws Exception {
    try (BerthProcess berth = berth(1)) {
      createClaim("slow", "made");
      createPod("in-a-hurry", "slow", "n1");

      berth.awaitLine("binding volumes: context deadline exceeded");
      awaitMessage(
          "in-a-hurry",
          "running PreBind plugin \"VolumeBinding\": binding volumes: context deadline exceeded");
      provision(awaitSelectedNode("slow"));

      awaitBound("in-a-hurry", "n1");
      assertThat(berth.terminate()).as(berth.log()).isZero();
    }
  }
}
