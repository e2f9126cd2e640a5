package dev.berth.it;

import static dev.berth.it.Rights.Right.core;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.controlplane.ControlPlane;
import dev.berth.controlplane.ControlPlane.Component;
import dev.berth.it.Rights.Right;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Rights that pods with claims need, taken away: those pods wait and say what is missing, others do
 * not, and it heals when the right is given back.
 */
final class VolumeRightsIT {
  private static final Right SET_ASIDE = core("persistentvolumes", "patch");
  private static final Right READ_VOLUME = core("persistentvolumes", "get");
  private static final Right SELECT_NODE = core("persistentvolumeclaims", "patch");
  private static final Right READ_CLAIM = core("persistentvolumeclaims", "get");

  /** The rights to write that this class shows to be needed. */
  static final List<Right> SHOWN = List.of(SET_ASIDE, READ_VOLUME, SELECT_NODE, READ_CLAIM);

  private static final String INSTALL = Path.of("../manifests/install").toString();
  private static final String CLAIMS = "/api/v1/namespaces/default/persistentvolumeclaims";

  private static final int MOST_TRIES = 10_000;

  private static ControlPlane controlPlane;
  private static ApiServer api;
  private static Rights rights;

  @TempDir private Path directory;
  private InstalledContainer container;
  private PodHistory pods;
  private PodHistory claims;

  @BeforeAll
  static void start() {
    controlPlane = ControlPlane.start(Component.CONTROLLER_MANAGER);
    api = new ApiServer(controlPlane);
    rights = new Rights(api);
    controlPlane.kubectl("apply", "-k", INSTALL);
    controlPlane.create(
        """
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: made}
        provisioner: played.berth.dev
        volumeBindingMode: WaitForFirstConsumer
        ---
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: local}
        provisioner: kubernetes.io/no-provisioner
        volumeBindingMode: WaitForFirstConsumer
        """);
  }

  @AfterAll
  static void stop() {
    api.close();
    controlPlane.close();
  }

  @BeforeEach
  void fill() {
    api.clear();
    controlPlane.create(
        Yaml.node(
            "n1", "kubernetes.io/hostname: n1", "", "cpu: \"4\", memory: 8Gi, pods: \"110\"", ""));
    container = new InstalledContainer(controlPlane, controlPlane.baseUrl(), api, directory);
    pods = PodHistory.of(api);
    claims = PodHistory.of(api, CLAIMS);
  }

  @AfterEach
  void close() {
    pods.close();
    claims.close();
  }

  private static void createPod(String name, String storageClass) {
    controlPlane.create(
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: %s}
        spec: {storageClassName: %s, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
        """
            .formatted(name, storageClass));
    controlPlane.create(
        Yaml.pod(
            name,
            "",
            "volumes: [{name: v, persistentVolumeClaim: {claimName: " + name + "}}]",
            ""));
  }

  private static void createVolume(String name) {
    controlPlane.create(
        """
        apiVersion: v1
        kind: PersistentVolume
        metadata: {name: %s}
        spec:
          capacity: {storage: 1Gi}
          accessModes: [ReadWriteOnce]
          storageClassName: local
          local: {path: /disk}
          nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions:
            [{key: kubernetes.io/hostname, operator: In, values: [n1]}]}]}}
        """
            .formatted(name));
  }

  private void awaitBound(String pod) {
    pods.awaitThat(live -> assertThat(Pods.bound(live)).extracting(Pods::name).contains(pod));
  }

  @ParameterizedTest
  @CsvSource({
    "'', persistentvolumeclaims, local",
    "'', persistentvolumes, local",
    "storage.k8s.io, storageclasses, local",
    "storage.k8s.io, csidrivers, made"
  })
  void pods_that_need_a_kind_that_cannot_be_read_wait_with_the_missing_rule_and_others_do_not(
      String group, String resource, String storageClass) {
    String pod = "needs-" + resource;
    createVolume("for-" + pod);
    createPod(pod, storageClass);
    BerthProcess[] started = new BerthProcess[1];
    try {
      rights.without(
          List.of(new Right(group, resource, "list")),
          () -> {
            started[0] = BerthProcess.start(container.process());
            controlPlane.create(Yaml.pod("without-claims-" + resource, "", "", ""));
            awaitBound("without-claims-" + resource);
            pods.awaitThat(
                live ->
                    assertThat(live)
                        .filteredOn(one -> Pods.name(one).equals(pod))
                        .extracting(one -> Pods.scheduled(one).path("message").asText())
                        .singleElement()
                        .asString()
                        .startsWith("0/1 nodes are available: ")
                        .contains(
                            resource
                                + " cannot be read, a ClusterRole needs the rule {apiGroups: [\""
                                + group
                                + "\"], resources: [\""
                                + resource
                                + "\"],"));
          });

      if (storageClass.equals("local")) {
        awaitBound(pod);
      } else {
        awaitSelectedNode(pod);
      }
      assertThat(started[0].terminate()).as(started[0].log()).isZero();
    } finally {
      if (started[0] != null) {
        started[0].close();
      }
    }
  }

  @Test
  void writes_that_are_refused_are_named_and_come_through_once_they_are_allowed() {
    try (BerthProcess berth = BerthProcess.start(container.process())) {
      createVolume("refused");
      rights.without(
          List.of(SET_ASIDE),
          () -> {
            createPod("db", "local");
            berth.awaitLine("cannot patch resource \"persistentvolumes\"");
          });
      awaitBound("db");

      rights.without(
          List.of(SELECT_NODE),
          () -> {
            createPod("web", "made");
            berth.awaitLine("cannot patch resource \"persistentvolumeclaims\"");
          });
      awaitSelectedNode("web");

      assertThat(berth.terminate()).as(berth.log()).isZero();
    }
  }

  /** A server error leaves open what was written, so it is read. */
  @Test
  void writes_whose_outcome_is_not_known_are_read_back() {
    try (BerthProcess berth = BerthProcess.start(container.process())) {
      createVolume("unclear");
      controlPlane.apply(
          """
          apiVersion: admissionregistration.k8s.io/v1
          kind: ValidatingWebhookConfiguration
          metadata: {name: breaks-volumes}
          webhooks:
            - name: breaks.volumes.test
              clientConfig: {url: "https://127.0.0.1:1/"}
              rules:
                - {apiGroups: [""], apiVersions: [v1],
                   resources: [persistentvolumes, persistentvolumeclaims], operations: [UPDATE]}
              sideEffects: None
              admissionReviewVersions: [v1]
          """);
      awaitRefusedUpdate("/api/v1/persistentvolumes/unclear");
      rights.without(
          List.of(READ_VOLUME, READ_CLAIM),
          () -> {
            createPod("a", "local");
            berth.awaitLine("and it cannot be read: persistentvolumes \"unclear\" is forbidden");
            createPod("b", "made");
            berth.awaitLine("and it cannot be read: persistentvolumeclaims \"b\" is forbidden");
          });
      controlPlane.kubectl("delete", "validatingwebhookconfiguration", "breaks-volumes");
      awaitBound("a");
      awaitSelectedNode("b");

      assertThat(berth.terminate()).as(berth.log()).isZero();
    }
  }

  /** The server learns of a webhook some time after it has taken its configuration. */
  private static void awaitRefusedUpdate(String path) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      try {
        api.patch(path, "{\"metadata\":{\"annotations\":{\"tries\":\"" + tries + "\"}}}");
      } catch (IllegalStateException refused) {
        return;
      }
    }
    throw new AssertionError(path + " can still be changed");
  }

  private void awaitSelectedNode(String claim) {
    claims.awaitThat(
        live ->
            assertThat(live)
                .filteredOn(one -> Pods.name(one).equals(claim))
                .extracting(
                    one ->
                        one.path("metadata")
                            .path("annotations")
                            .path("volume.kubernetes.io/selected-node")
                            .asText())
                .containsExactly("n1"));
  }
}
