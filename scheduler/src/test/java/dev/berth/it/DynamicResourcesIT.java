package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.controlplane.ControlPlane;
import dev.berth.controlplane.ControlPlane.Component;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Devices for pods on a real API server: claims from templates, one device for two pods, devices
 * that need preparing, extended resources. The test plays driver and kubelet.
 */
final class DynamicResourcesIT {
  private static final String GROUP = "/apis/resource.k8s.io/v1/";
  private static final String CLAIMS = GROUP + "namespaces/default/resourceclaims";
  private static final String EVENTS = "/apis/events.k8s.io/v1/namespaces/default/events";
  private static final String FROM_TEMPLATE =
      "resourceClaims: [{name: gpu, resourceClaimTemplateName: one-gpu}]";

  private static ControlPlane controlPlane;
  private static ApiServer api;

  private PodHistory history;
  private PodHistory claims;
  private PodHistory events;
  private BerthProcess berth;

  @BeforeAll
  static void start() {
    controlPlane = ControlPlane.start(Component.CONTROLLER_MANAGER);
    api = new ApiServer(controlPlane);
    api.createOne(
        GROUP + "deviceclasses",
        """
        apiVersion: resource.k8s.io/v1
        kind: DeviceClass
        metadata: {name: gpu}
        spec:
          extendedResourceName: example.com/gpu
          selectors: [{cel: {expression: "device.driver == 'gpu.example.com'"}}]
        """);
    api.createOne(
        GROUP + "namespaces/default/resourceclaimtemplates",
        """
        apiVersion: resource.k8s.io/v1
        kind: ResourceClaimTemplate
        metadata: {name: one-gpu}
        spec: {spec: {devices: {requests: [{name: r, exactly: {deviceClassName: gpu}}]}}}
        """);
  }

  @AfterAll
  static void stop() {
    api.close();
    controlPlane.close();
  }

  @BeforeEach
  void fill() {
    controlPlane.create(Yaml.node("n1", "", "", "cpu: \"4\", memory: 8Gi, pods: \"110\"", ""));
    api.createOne(GROUP + "resourceslices", slice("d0", ""));
    history = PodHistory.of(api);
    claims = PodHistory.of(api, CLAIMS);
    events = PodHistory.of(api, EVENTS);
    berth = BerthProcess.start(controlPlane.kubeconfig());
  }

  @AfterEach
  void end() {
    berth.close();
    history.close();
    claims.close();
    events.close();
    api.clear();
    api.delete(GROUP + "resourceslices/of-n1");
  }

  private static String slice(String device, String more) {
    return """
    apiVersion: resource.k8s.io/v1
    kind: ResourceSlice
    metadata: {name: of-n1}
    spec:
      driver: gpu.example.com
      nodeName: n1
      pool: {name: n1, generation: 1, resourceSliceCount: 1}
      devices: [{name: %s%s}]
    """
        .formatted(device, more);
  }

  private static List<JsonNode> claimsOf(String pod) {
    return api.list(CLAIMS).stream()
        .filter(claim -> claim.at("/metadata/ownerReferences/0/name").asText().equals(pod))
        .toList();
  }

  private void awaitMessage(String pod, String wantStart) {
    history.awaitThat(
        live ->
            assertThat(live)
                .filteredOn(one -> Pods.name(one).equals(pod))
                .extracting(one -> Pods.scheduled(one).path("message").asText())
                .singleElement()
                .asString()
                .startsWith(wantStart));
  }

  private static void assertHasDevice(JsonNode claim, String pod, String uid) {
    assertThat(claim.at("/status/allocation/devices/results/0/device").asText()).isEqualTo("d0");
    assertThat(claim.at("/status/allocation/allocationTimestamp").asText()).isNotEmpty();
    assertThat(claim.at("/status/reservedFor")).hasSize(1);
    assertThat(claim.at("/status/reservedFor/0/name").asText()).isEqualTo(pod);
    assertThat(claim.at("/status/reservedFor/0/uid").asText()).isEqualTo(uid);
    assertThat(claim.at("/metadata/finalizers").toString())
        .contains("resource.kubernetes.io/delete-protection");
  }

  @Test
  void a_pod_with_a_claim_from_a_template_is_bound_with_its_device_and_the_next_waits_for_it() {
    controlPlane.create(Yaml.pod("first", "", FROM_TEMPLATE, ""));
    history.awaitBound("first");
    assertThat(claimsOf("first"))
        .singleElement()
        .satisfies(claim -> assertHasDevice(claim, "first", uid("first")));

    controlPlane.create(Yaml.pod("second", "", FROM_TEMPLATE, ""));
    awaitMessage(
        "second", "0/1 nodes are available: 1 cannot allocate all claims. still not schedulable");

    api.deletePod("first");
    history.awaitBound("second");
    assertThat(claimsOf("second"))
        .singleElement()
        .satisfies(claim -> assertHasDevice(claim, "second", uid("second")));
    assertThat(berth.terminate()).as(berth.log()).isZero();
  }

  private static String uid(String pod) {
    return Pods.uid(api.get(ApiServer.PODS + "/" + pod));
  }

  /** The name of the pod's claim, as soon as it is allocated. */
  private String awaitAllocated(String pod) {
    claims.awaitThat(
        live ->
            assertThat(claimsOf(pod))
                .anySatisfy(claim -> assertThat(claim.at("/status/allocation")).isNotEmpty()));
    return Pods.name(claimsOf(pod).getFirst());
  }

  @Test
  void two_pods_share_a_claim() {
    api.createOne(
        CLAIMS,
        """
        apiVersion: resource.k8s.io/v1
        kind: ResourceClaim
        metadata: {name: shared}
        spec: {devices: {requests: [{name: r, exactly: {deviceClassName: gpu}}]}}
        """);
    String named = "resourceClaims: [{name: gpu, resourceClaimName: shared}]";
    controlPlane.create(Yaml.pod("one", "", named, ""));
    controlPlane.create(Yaml.pod("other", "", named, ""));

    history.awaitBound("one");
    history.awaitBound("other");

    assertThat(api.get(CLAIMS + "/shared").at("/status/reservedFor")).hasSize(2);
    api.deletePod("one");
    api.deletePod("other");
    api.delete(CLAIMS + "/shared");
    assertThat(berth.terminate()).as(berth.log()).isZero();
  }

  @Test
  void an_extended_resource_comes_from_a_device_class() {
    controlPlane.create(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: wants}
        spec:
          schedulerName: berth
          containers:
          - name: main
            image: i
            resources: {requests: {example.com/gpu: "1"}, limits: {example.com/gpu: "1"}}
        """);

    history.awaitBound("wants");

    List<JsonNode> claims = claimsOf("wants");
    assertThat(claims)
        .singleElement()
        .satisfies(
            claim -> {
              assertHasDevice(claim, "wants", uid("wants"));
              assertThat(
                      claim
                          .at(
                              "/metadata/annotations/resource.kubernetes.io~1extended-resource-claim")
                          .asText())
                  .isEqualTo("true");
              assertThat(Pods.name(claim)).startsWith("wants-extended-resources-");
            });
    JsonNode status = api.get(ApiServer.PODS + "/wants").at("/status/extendedResourceClaimStatus");
    assertThat(status.path("resourceClaimName").asText()).isEqualTo(Pods.name(claims.getFirst()));
    assertThat(status.at("/requestMappings/0/resourceName").asText()).isEqualTo("example.com/gpu");
    assertThat(status.at("/requestMappings/0/requestName").asText())
        .isEqualTo("container-0-request-0");
    assertThat(berth.terminate()).as(berth.log()).isZero();
  }

  private static void assertWaitIsTold(List<JsonNode> live) {
    assertThat(live)
        .filteredOn(event -> event.path("reason").asText().equals("BindingConditionsPending"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.at("/regarding/name").asText()).isEqualTo("patient");
              assertThat(event.path("type").asText()).isEqualTo("Normal");
              assertThat(event.path("action").asText()).isEqualTo("Scheduling");
              assertThat(event.path("note").asText())
                  .isEqualTo("waiting for binding conditions for device on node n1");
            });
  }

  @Test
  void a_device_that_needs_preparing_is_waited_for() {
    assertThat(berth.terminate()).as(berth.log()).isZero();
    api.delete(GROUP + "resourceslices/of-n1");
    api.createOne(
        GROUP + "resourceslices",
        slice("d0", ", bindingConditions: [attached], bindingFailureConditions: [broken]"));
    berth = BerthProcess.start(controlPlane.kubeconfig()); // who runs may see the pod before that
    controlPlane.create(Yaml.pod("patient", "", FROM_TEMPLATE, ""));
    String claim = awaitAllocated("patient");
    assertThat(Pods.isBound(api.get(ApiServer.PODS + "/patient"))).isFalse();
    events.awaitThat(DynamicResourcesIT::assertWaitIsTold);

    api.patch(
        CLAIMS + "/" + claim + "/status",
        """
        {"status": {"devices": [{"driver": "gpu.example.com", "pool": "n1", "device": "d0",
          "conditions": [{"type": "attached", "status": "True", "reason": "Attached",
            "message": "", "lastTransitionTime": "2026-01-01T00:00:00Z"}]}]}}
        """);

    history.awaitBound("patient");
    assertThat(berth.terminate()).as(berth.log()).isZero();
  }
}
