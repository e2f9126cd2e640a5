package dev.berth.it;

import static dev.berth.it.Rights.Right.core;
import static org.assertj.core.api.Assertions.assertThat;

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

  private static final String CLAIMS = "/api/v1/namespaces/default/persistentvolumeclaims";

  private static RightsBed bed;

  @TempDir private Path directory;
  private InstalledContainer container;
  private PodHistory pods;
  private PodHistory claims;

  @BeforeAll
  static void start() {
    bed = new RightsBed();
    bed.controlPlane.create(VolumeYaml.CLASSES);
  }

  @AfterAll
  static void stop() {
    bed.close();
  }

  @BeforeEach
  void fill() {
    bed.clear();
    container = bed.container(directory);
    pods = PodHistory.of(bed.api);
    claims = PodHistory.of(bed.api, CLAIMS);
  }

  @AfterEach
  void close() {
    pods.close();
    claims.close();
  }

  private static void createPod(String name, String storageClass) {
    bed.controlPlane.create(VolumeYaml.claim(name, storageClass));
    bed.controlPlane.create(Yaml.pod(name, "", VolumeYaml.mounting(name), ""));
  }

  private static void createVolume(String name) {
    bed.controlPlane.create(VolumeYaml.localVolume(name, "n1"));
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
    if (storageClass.equals("local")) {
      createVolume("for-" + pod); // one that nobody takes would be taken in another test
    }
    createPod(pod, storageClass);
    bed.rights.startWithout(
        List.of(new Right(group, resource, "list")),
        container,
        _ -> {
          bed.controlPlane.create(Yaml.pod("without-claims-" + resource, "", "", ""));
          pods.awaitBound("without-claims-" + resource);
          pods.awaitThat(
              live ->
                  assertThat(Pods.message(pod, live))
                      .startsWith("0/1 nodes are available: ")
                      .contains(
                          resource
                              + " cannot be read, a ClusterRole needs the rule {apiGroups: [\""
                              + group
                              + "\"], resources: [\""
                              + resource
                              + "\"],"));
        },
        () -> {
          if (storageClass.equals("local")) {
            pods.awaitBound(pod);
          } else {
            awaitSelectedNode(pod);
          }
        });
  }

  @Test
  void writes_that_are_refused_are_named_and_come_through_once_they_are_allowed() {
    try (BerthProcess berth = BerthProcess.start(container.process())) {
      createVolume("refused");
      bed.rights.without(
          List.of(SET_ASIDE),
          () -> {
            createPod("db", "local");
            berth.awaitLine("cannot patch resource \"persistentvolumes\"");
          });
      pods.awaitBound("db");

      bed.rights.without(
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
      bed.controlPlane.apply(
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
      bed.awaitRefusedUpdate("/api/v1/persistentvolumes/unclear");
      bed.rights.without(
          List.of(READ_VOLUME, READ_CLAIM),
          () -> {
            createPod("a", "local");
            berth.awaitLine("and it cannot be read: persistentvolumes \"unclear\" is forbidden");
            createPod("b", "made");
            berth.awaitLine("and it cannot be read: persistentvolumeclaims \"b\" is forbidden");
          });
      bed.controlPlane.kubectl("delete", "validatingwebhookconfiguration", "breaks-volumes");
      pods.awaitBound("a");
      awaitSelectedNode("b");

      assertThat(berth.terminate()).as(berth.log()).isZero();
    }
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
