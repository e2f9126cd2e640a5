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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rights that pods with devices need, taken away: those pods wait and say what is missing, others
 * do not, and it heals when the right is given back.
 */
final class DeviceRightsIT {
  private static final String GROUP = "resource.k8s.io";
  private static final String CLAIMS = "/apis/resource.k8s.io/v1/namespaces/default/resourceclaims";
  private static final Right READ_CLAIM = new Right(GROUP, "resourceclaims", "get");
  private static final Right PROTECT_CLAIM = new Right(GROUP, "resourceclaims", "patch");
  private static final Right CREATE_CLAIM = new Right(GROUP, "resourceclaims", "create");
  private static final Right DELETE_CLAIM = new Right(GROUP, "resourceclaims", "delete");
  private static final Right ALLOCATE = new Right(GROUP, "resourceclaims/status", "patch");
  private static final Right BIND_CLAIM = new Right(GROUP, "resourceclaims/binding", "patch");

  /** The rights to write that this class shows to be needed. */
  static final List<Right> SHOWN =
      List.of(READ_CLAIM, PROTECT_CLAIM, CREATE_CLAIM, DELETE_CLAIM, ALLOCATE, BIND_CLAIM);

  private static RightsBed bed;

  @TempDir private Path directory;
  private InstalledContainer container;
  private PodHistory pods;

  @BeforeAll
  static void start() {
    bed = new RightsBed();
    bed.controlPlane.create(
        """
        apiVersion: resource.k8s.io/v1
        kind: DeviceClass
        metadata: {name: gpu}
        spec: {extendedResourceName: example.com/gpu}
        ---
        apiVersion: resource.k8s.io/v1
        kind: ResourceClaimTemplate
        metadata: {name: one-gpu}
        spec: {spec: {devices: {requests: [{name: r, exactly: {deviceClassName: gpu}}]}}}
        ---
        apiVersion: resource.k8s.io/v1
        kind: ResourceSlice
        metadata: {name: of-n1}
        spec:
          driver: gpu.example.com
          nodeName: n1
          pool: {name: n1, generation: 1, resourceSliceCount: 1}
          devices: [{name: d0}, {name: d1}, {name: d2}, {name: d3}]
        """);
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
  }

  @AfterEach
  void close() {
    pods.close();
  }

  private static void createWithClaim(String name) {
    bed.controlPlane.create(
        Yaml.pod(
            name, "", "resourceClaims: [{name: gpu, resourceClaimTemplateName: one-gpu}]", ""));
  }

  private static String claimOf(String pod) {
    return bed.api.list(CLAIMS).stream()
        .filter(claim -> claim.at("/metadata/ownerReferences/0/name").asText().equals(pod))
        .map(Pods::name)
        .findAny()
        .orElseThrow();
  }

  private static void createWithExtendedResource(String name) {
    bed.controlPlane.create(
        Yaml.pod(
            name,
            "",
            "",
            "resources: {requests: {example.com/gpu: \"1\"}, limits: {example.com/gpu: \"1\"}}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"deviceclasses", "resourceclaims", "resourceslices"})
  void pods_that_need_a_kind_that_cannot_be_read_wait_with_the_missing_rule_and_others_do_not(
      String resource) {
    String pod = "needs-" + resource;
    createWithClaim(pod);
    bed.rights.startWithout(
        List.of(new Right(GROUP, resource, "list")),
        container,
        _ -> {
          bed.controlPlane.create(Yaml.pod("without-" + resource, "", "", ""));
          pods.awaitBound("without-" + resource);
          pods.awaitThat(
              live ->
                  assertThat(Pods.message(pod, live))
                      .startsWith("0/1 nodes are available: the pod needs devices: " + resource)
                      .contains(
                          "a ClusterRole needs the rule {apiGroups: [\"resource.k8s.io\"],"
                              + " resources: [\""
                              + resource
                              + "\"],"));
        },
        () -> pods.awaitBound(pod));
  }

  @Test
  void writes_that_are_refused_are_named_and_come_through_once_they_are_allowed() {
    try (BerthProcess berth = BerthProcess.start(container.process())) {
      bed.rights.without(
          List.of(PROTECT_CLAIM),
          () -> {
            createWithClaim("protected");
            berth.awaitLine("cannot patch resource \"resourceclaims\"");
          });
      pods.awaitBound("protected");

      bed.rights.without(
          List.of(ALLOCATE),
          () -> {
            createWithClaim("allocated");
            berth.awaitLine("cannot patch resource \"resourceclaims/status\"");
          });
      pods.awaitBound("allocated");

      bed.rights.without(
          List.of(BIND_CLAIM),
          () -> {
            createWithClaim("reserved");
            berth.awaitLine("requires resource=\"resourceclaims/binding\"");
          });
      pods.awaitBound("reserved");

      bed.rights.without(
          List.of(CREATE_CLAIM),
          () -> {
            createWithExtendedResource("created");
            berth.awaitLine("cannot create resource \"resourceclaims\"");
          });
      pods.awaitBound("created");

      assertThat(berth.terminate()).as(berth.log()).isZero();
    }
  }

  @Test
  void a_claim_for_extended_resources_that_could_not_be_deleted_is_deleted_later() {
    try (BerthProcess berth = BerthProcess.start(container.process())) {
      bed.rights.without(
          List.of(DELETE_CLAIM, core("pods/binding", "create")),
          () -> {
            createWithExtendedResource("unbound");
            berth.awaitLine("cannot delete resource \"resourceclaims\"");
          });
      pods.awaitBound("unbound");

      assertThat(berth.terminate()).as(berth.log()).isZero();
    }
  }

  /** A server error leaves open what was written, so it is read. */
  @Test
  void a_write_whose_outcome_is_not_known_is_read_back() {
    try (BerthProcess berth = BerthProcess.start(container.process())) {
      createWithClaim("unclear");
      pods.awaitBound("unclear");
      bed.controlPlane.apply(
          """
          apiVersion: admissionregistration.k8s.io/v1
          kind: ValidatingWebhookConfiguration
          metadata: {name: breaks-claims}
          webhooks:
            - name: breaks.claims.test
              clientConfig: {url: "https://127.0.0.1:1/"}
              rules:
                - {apiGroups: [resource.k8s.io], apiVersions: [v1],
                   resources: [resourceclaims, resourceclaims/status], operations: [UPDATE]}
              sideEffects: None
              admissionReviewVersions: [v1]
          """);
      bed.awaitRefusedUpdate(CLAIMS + "/" + claimOf("unclear"));
      bed.rights.without(
          List.of(READ_CLAIM),
          () -> {
            createWithClaim("unread");
            berth.awaitLine("cannot get resource \"resourceclaims\"");
          });
      bed.controlPlane.kubectl("delete", "validatingwebhookconfiguration", "breaks-claims");
      pods.awaitBound("unread");

      assertThat(berth.terminate()).as(berth.log()).isZero();
    }
  }
}
