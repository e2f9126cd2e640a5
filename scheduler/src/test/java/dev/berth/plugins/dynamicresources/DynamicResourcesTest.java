package dev.berth.plugins.dynamicresources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cluster.ClusterMirror;
import dev.berth.config.DynamicResourcesArgs;
import dev.berth.framework.ClaimWriter;
import dev.berth.framework.CycleState;
import dev.berth.framework.PostFilterResult;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.ScoreException;
import dev.berth.framework.Status;
import dev.berth.model.ClusterObject;
import dev.berth.model.ContainerRequests;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodClaim;
import dev.berth.model.PodClaims;
import dev.berth.model.PodInfo;
import dev.berth.model.devices.AllocatedDevice;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.ClaimStatus;
import dev.berth.model.devices.Claims;
import dev.berth.model.devices.DeviceClasses;
import dev.berth.model.devices.DeviceRequest;
import dev.berth.model.devices.DeviceStatus;
import dev.berth.model.devices.DevicesWanted;
import dev.berth.model.devices.ResourceClaim;
import dev.berth.plugins.Make;
import dev.berth.plugins.TestContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Claims of pods, from PreEnqueue to PreBind and back; devices are without conditions here. */
final class DynamicResourcesTest {

  private static final NodeInfo N1 = Make.info(Make.node("n1"));
  private static final NodeInfo N2 = Make.info(Make.node("n2"));
  private static final String GPU = "example.com/gpu";

  private final ClusterMirror mirror = new ClusterMirror();
  private final RecordedWrites writer = new RecordedWrites();
  private final DynamicResources plugin =
      new DynamicResources(
          new DynamicResourcesArgs(Duration.ofSeconds(10), Duration.ofMinutes(10)),
          TestContext.create(mirror, writer),
          expression -> {
            throw new AssertionError("no class has a selector");
          });

  DynamicResourcesTest() {
    mirror.put(DeviceClasses.offering("gpu", GPU));
  }

  private static PodInfo pod(String name, PodClaim... claims) {
    return Make.pod(name)
        .uid("uid-" + name)
        .claims(new PodClaims(List.of(claims), List.of(), null))
        .build();
  }

  private static PodInfo podOf(String name, String... claims) {
    return pod(
        name,
        List.of(claims).stream()
            .map(claim -> new PodClaim.Existing("its-" + claim, claim))
            .toArray(PodClaim[]::new));
  }

  private static PodInfo wanting(String name, String amount) {
    ContainerRequests container =
        new ContainerRequests("main", false, Make.quantities(GPU + "=" + amount));
    return Make.pod(name)
        .uid("uid-" + name)
        .requests(Make.requests(GPU + "=" + amount))
        .claims(new PodClaims(List.of(), List.of(container), null))
        .build();
  }

  private void put(ClusterObject... objects) {
    List.of(objects).forEach(mirror::put);
  }

  private PreFilterResult preFilter(CycleState state, PodInfo pod) {
    return plugin.preFilter(state, pod, mirror.view());
  }

  private Status filter(PodInfo pod, NodeInfo node) {
    CycleState state = CycleState.create();
    PreFilterResult result = preFilter(state, pod);
    return result.status().isSuccess() ? plugin.filter(state, pod, node) : result.status();
  }

  /** The state of a pod that was placed. */
  private CycleState reserved(PodInfo pod, NodeInfo node) {
    CycleState state = CycleState.create();
    assertThat(preFilter(state, pod)).isEqualTo(PreFilterResult.allNodes());
    assertThat(plugin.filter(state, pod, node)).isEqualTo(Status.success());
    assertThat(plugin.reserve(state, pod, node.name())).isEqualTo(Status.success());
    return state;
  }

  private Status postFilter(PodInfo pod, NodeInfo... nodes) {
    CycleState state = CycleState.create();
    preFilter(state, pod);
    for (NodeInfo node : nodes) {
      plugin.filter(state, pod, node);
    }
    return plugin.postFilter(state, pod, mirror.view(), ordinal -> Status.success()).status();
  }

  // ---- which claims a pod may use ----

  @Test
  void aPodWhoseClaimsAreThere_mayEnter() {
    put(Claims.claim("c", "gpu"));

    assertThat(plugin.preEnqueue(podOf("p", "c"))).isEqualTo(Status.success());
    assertThat(plugin.preEnqueue(pod("p", new PodClaim.NotNeeded("x"))))
        .isEqualTo(Status.success());
    assertThat(plugin.preEnqueue(pod("p"))).isEqualTo(Status.success());
  }

  @Test
  void aPodWhoseClaimsAreNotThere_isKeptOut_inTheWordsOfUpstream() {
    put(Claims.claim("other", "gpu"), Claims.terminating(Claims.claim("going", "gpu")));

    assertThat(plugin.preEnqueue(podOf("p", "missing")))
        .isEqualTo(Status.unresolvable("could not find ResourceClaim \"default/missing\""));
    assertThat(plugin.preEnqueue(podOf("p", "going")))
        .isEqualTo(Status.unresolvable("resourceclaim \"going\" is being deleted"));
    assertThat(plugin.preEnqueue(pod("p", new PodClaim.Awaited("a"))))
        .isEqualTo(Status.unresolvable("pod \"default/p\": ResourceClaim not created yet"));
    assertThat(plugin.preEnqueue(pod("p", new PodClaim.Generated("a", "other"))))
        .isEqualTo(
            Status.unresolvable(
                "ResourceClaim default/other was not created for Pod default/p (Pod is not"
                    + " owner)"));
    assertThat(plugin.preEnqueue(pod("p", new PodClaim.Unsupported("a"))))
        .isEqualTo(
            Status.unresolvable(
                "pod \"default/p\", spec.resourceClaim \"a\": none of the supported fields are"
                    + " set"));
  }

  @Test
  void aGeneratedClaim_isForThePodThatControlsIt() {
    put(Claims.ownedBy(Claims.claim("p-gpu-x", "gpu"), "p", "uid-p"));

    assertThat(plugin.preEnqueue(pod("p", new PodClaim.Generated("a", "p-gpu-x"))))
        .isEqualTo(Status.success());
  }

  @Test
  void aPodWithoutClaims_isNoneOfItsBusiness() throws ScoreException {
    CycleState state = CycleState.create();
    PodInfo pod = Make.pod("p").build();

    assertThat(preFilter(state, pod)).isEqualTo(PreFilterResult.skip());
    assertThat(plugin.score(state, pod, N1)).isZero();
    assertThat(plugin.scoreAspect(state, pod, mirror.view())).isNotNull();
    assertThat(plugin.reserve(state, pod, "n1")).isEqualTo(Status.success());
    assertThat(plugin.preBindPreFlight(state, pod, "n1")).isEqualTo(Status.skip());
    assertThat(postFilter(pod)).isEqualTo(Status.unschedulable("no new claims to deallocate"));
  }

  @Test
  void postFilter_withoutPreFilter_isTheErrorOfUpstream() {
    assertThat(
            plugin.postFilter(
                CycleState.create(), Make.pod("p").build(), mirror.view(), i -> Status.success()))
        .isEqualTo(PostFilterResult.of(Status.error("not found").by(DynamicResources.NAME)));
  }

  @Test
  void aRequestOfAClassThatDoesNotExist_rejectsThePod() {
    put(
        Claims.claim("one", "no-such"),
        Claims.claim(
            "several",
            new DeviceRequest.FirstAvailable(
                "r",
                List.of(
                    new DeviceRequest.SubRequest("a", DevicesWanted.ofClass("gpu", 1)),
                    new DeviceRequest.SubRequest("b", DevicesWanted.ofClass("no-such", 1))))),
        Claims.claim("unknown", new DeviceRequest.Unsupported("r")),
        Claims.claim("empty", new DeviceRequest.FirstAvailable("r", List.of())),
        Claims.claim("unnamed", ""));

    assertThat(filter(podOf("p", "one"), N1))
        .isEqualTo(Status.unresolvable("request r: device class no-such does not exist"));
    assertThat(filter(podOf("p", "several"), N1))
        .isEqualTo(Status.unresolvable("request r/b: device class no-such does not exist"));
    assertThat(filter(podOf("p", "unknown"), N1))
        .isEqualTo(
            Status.unresolvable("resource claim default/unknown, request r: unknown request type"));
    assertThat(filter(podOf("p", "empty"), N1))
        .isEqualTo(
            Status.unresolvable("resource claim default/empty, request r: unknown request type"));
    assertThat(filter(podOf("p", "unnamed"), N1))
        .isEqualTo(Status.error("request r: unsupported request type"));
  }

  @Test
  void aKindThatCannotBeRead_rejectsOnlyPodsThatNeedDevices_andSaysWhichRule() {
    put(Claims.claim("c", "gpu"), Claims.slice("n1", "d0"));
    mirror.missing(ClusterObject.Kind.RESOURCE_SLICE, "grant list on resourceslices");

    assertThat(plugin.preEnqueue(podOf("p", "c"))).isEqualTo(Status.success());
    assertThat(filter(podOf("p", "c"), N1))
        .isEqualTo(Status.unresolvable("the pod needs devices: grant list on resourceslices"));
    assertThat(preFilter(CycleState.create(), Make.pod("q").build()))
        .isEqualTo(PreFilterResult.skip());

    mirror.known(ClusterObject.Kind.RESOURCE_SLICE);
    assertThat(filter(podOf("p", "c"), N1)).isEqualTo(Status.success());
  }

  // ---- which nodes have them ----

  @Test
  void aNode_needsAFreeDevice() {
    put(Claims.claim("c", "gpu"), Claims.slice("n1", "d0"));

    assertThat(filter(podOf("p", "c"), N1)).isEqualTo(Status.success());
    assertThat(filter(podOf("p", "c"), N2))
        .isEqualTo(Status.unresolvable("cannot allocate all claims"));
  }

  @Test
  void anAllocatedClaim_holdsWhereItsDevicesAre() {
    Allocation onN1 =
        new Allocation(
            List.of(Claims.device("d0")),
            List.of(),
            Make.anyOf(Make.fields(Make.requirement("metadata.name", "In", "n1"))),
            null);
    put(Claims.allocated(Claims.claim("c", "gpu"), onN1));

    assertThat(filter(podOf("p", "c"), N1)).isEqualTo(Status.success());
    assertThat(filter(podOf("p", "c"), N2))
        .isEqualTo(Status.unresolvable("resourceclaim not available on the node"));
  }

  @Test
  void aDeviceThatWasReserved_isNotGivenTwice_untilItIsGivenBack() {
    put(Claims.claim("a", "gpu"), Claims.claim("b", "gpu"), Claims.slice("n1", "d0"));
    PodInfo first = podOf("first", "a");
    CycleState state = reserved(first, N1);

    assertThat(filter(podOf("second", "b"), N1))
        .isEqualTo(Status.unresolvable("cannot allocate all claims"));
    assertThat(filter(podOf("second", "a"), N1))
        .isEqualTo(
            Status.unresolvable("resource claim default/a is in the process of being allocated"));

    plugin.unreserve(state, first, "n1");
    plugin.unreserve(state, first, "n1");
    assertThat(filter(podOf("second", "b"), N1)).isEqualTo(Status.success());
    assertThat(writer.writes).isEmpty();
  }

  @Test
  void severalClaims_areAllocatedTogetherOrNotAtAll() {
    put(Claims.claim("a", "gpu"), Claims.claim("b", "gpu"));
    put(Claims.slice("n1", "d0"), Claims.slice("n2", "d0", "d1"));

    assertThat(filter(podOf("p", "a", "b"), N1))
        .isEqualTo(Status.unresolvable("cannot allocate all claims"));
    assertThat(filter(podOf("p", "a", "b"), N2)).isEqualTo(Status.success());
  }

  @Test
  void slices_areSeenWhenTheyChange() {
    put(Claims.claim("c", "gpu"), Claims.slice("n1"));
    assertThat(filter(podOf("p", "c"), N1))
        .isEqualTo(Status.unresolvable("cannot allocate all claims"));

    put(Claims.slice("n1", "d0"));
    assertThat(filter(podOf("p", "c"), N1)).isEqualTo(Status.success());
  }

  @Test
  void alternatives_scoreByTheirPlace() throws ScoreException {
    mirror.put(DeviceClasses.offering("big", "example.com/big"));
    DeviceRequest either =
        new DeviceRequest.FirstAvailable(
            "r",
            List.of(
                new DeviceRequest.SubRequest("two", DevicesWanted.ofClass("gpu", 2)),
                new DeviceRequest.SubRequest("one", DevicesWanted.ofClass("gpu", 1))));
    put(Claims.claim("c", either), Claims.slice("n1", "d0"), Claims.slice("n2", "d0", "d1"));
    PodInfo pod = podOf("p", "c");
    CycleState state = CycleState.create();
    preFilter(state, pod);
    plugin.filter(state, pod, N1);
    plugin.filter(state, pod, N2);

    assertThat(plugin.score(state, pod, N1)).isEqualTo(7);
    assertThat(plugin.score(state, pod, N2)).isEqualTo(8);
    assertThat(plugin.scoreAspect(state, pod, mirror.view())).isNull();
  }

  // ---- what is written ----

  @Test
  void preBind_writesAllocationAndReservation_andTheListersShowItAtOnce() throws Exception {
    put(Claims.claim("c", "gpu"), Claims.slice("n1", "d0"));
    PodInfo pod = podOf("p", "c");
    CycleState state = reserved(pod, N1);

    assertThat(plugin.preBindPreFlight(state, pod, "n1")).isEqualTo(Status.success());
    assertThat(plugin.preBind(state, pod, "n1")).isEqualTo(Status.success());

    assertThat(writer.writes).containsExactly("reserve c with [d0]");
    assertThat(mirror.devices().isPending("uid-c")).isFalse();
    assertThat(mirror.listers().resourceClaims().find(Claims.claim("c", "gpu").key()))
        .isInstanceOfSatisfying(
            ResourceClaim.class,
            shown -> assertThat(shown.status().isReservedFor("uid-p")).isTrue());
  }

  @Test
  void aSharedClaim_isReservedForTheSecondPod_withoutAnotherAllocation() throws Exception {
    put(
        Claims.reservedFor(
            Claims.allocated(Claims.claim("c", "gpu"), Claims.allocation("d0")), "uid-first"));
    PodInfo pod = podOf("second", "c");
    CycleState state = CycleState.create();
    preFilter(state, pod);
    assertThat(plugin.filter(state, pod, N1)).isEqualTo(Status.success());
    assertThat(plugin.reserve(state, pod, "n1")).isEqualTo(Status.success());

    assertThat(plugin.preBind(state, pod, "n1")).isEqualTo(Status.success());

    assertThat(writer.writes).containsExactly("reserve c");
  }

  @Test
  void aFailedWrite_failsTheBinding_andUnreserveFreesTheDevice() throws Exception {
    put(Claims.claim("c", "gpu"), Claims.slice("n1", "d0"));
    PodInfo pod = podOf("p", "c");
    CycleState state = reserved(pod, N1);
    writer.failure = "no permission";

    assertThat(plugin.preBind(state, pod, "n1")).isEqualTo(Status.error("no permission"));
    plugin.unreserve(state, pod, "n1");

    assertThat(filter(podOf("q", "c"), N1)).isEqualTo(Status.success());
  }

  @Test
  void afterAFailedBinding_theReservationIsTakenBack_andThePodWaitsForThat() throws Exception {
    put(Claims.claim("c", "gpu"), Claims.slice("n1", "d0"));
    PodInfo pod = podOf("p", "c");
    CycleState state = reserved(pod, N1);
    plugin.preBind(state, pod, "n1");

    plugin.unreserve(state, pod, "n1");

    assertThat(writer.writes).endsWith("release c");
    assertThat(filter(pod, N1))
        .isEqualTo(Status.error("resourceclaim default/c is still being given back"));
    ResourceClaim released =
        Claims.atVersion(Claims.allocated(Claims.claim("c", "gpu"), Claims.allocation("d0")), 900);
    writer.untold.getFirst().accept(new ClaimWriter.Outcome.Written(released));
    assertThat(filter(pod, N1)).isEqualTo(Status.success());
  }

  @Test
  void aDeallocationThatFails_isToldToThePodOnce_andTriedAgain() {
    Allocation onN1 =
        new Allocation(
            List.of(Claims.device("d0")),
            List.of(),
            Make.anyOf(Make.fields(Make.requirement("metadata.name", "In", "n1"))),
            null);
    put(Claims.allocated(Claims.claim("c", "gpu"), onN1));
    PodInfo pod = podOf("p", "c");
    postFilter(pod, N2);

    writer.untold.getFirst().accept(new ClaimWriter.Outcome.Failed("no permission"));

    assertThat(filter(pod, N2))
        .isEqualTo(Status.error("resourceclaim default/c could not be given back: no permission"));
    assertThat(postFilter(pod, N2))
        .isEqualTo(Status.unschedulable("deallocation of ResourceClaim completed"));
  }

  // ---- what keeps a pod from all nodes ----

  @Test
  void postFilter_deallocatesAClaimThatIsElsewhere_whenNobodyElseUsesIt() {
    Allocation onN1 =
        new Allocation(
            List.of(Claims.device("d0")),
            List.of(),
            Make.anyOf(Make.fields(Make.requirement("metadata.name", "In", "n1"))),
            null);
    ResourceClaim elsewhere = Claims.allocated(Claims.claim("c", "gpu"), onN1);

    put(Claims.reservedFor(elsewhere, "uid-other"));
    assertThat(postFilter(podOf("p", "c"), N2))
        .isEqualTo(Status.unschedulable("still not schedulable"));
    put(Claims.reservedFor(elsewhere, "uid-p", "uid-other"));
    assertThat(postFilter(podOf("p", "c"), N2))
        .isEqualTo(Status.unschedulable("still not schedulable"));
    assertThat(writer.writes).isEmpty();

    put(Claims.reservedFor(elsewhere, "uid-p"));
    assertThat(postFilter(podOf("p", "c"), N2))
        .isEqualTo(Status.unschedulable("deallocation of ResourceClaim completed"));
    assertThat(writer.writes).containsExactly("deallocate c");
  }

  @Test
  void aDeviceThatReportsFailure_makesTheClaimUnavailable() {
    AllocatedDevice device =
        new AllocatedDevice(
            "r",
            Claims.id("d0"),
            false,
            List.of(),
            List.of("ready"),
            List.of("broken"),
            null,
            Map.of());
    Allocation allocation = new Allocation(List.of(device), List.of(), null, 0L);
    ResourceClaim claim = Claims.allocated(Claims.claim("c", "gpu"), allocation);

    put(claim);
    assertThat(filter(podOf("p", "c"), N1)).isEqualTo(Status.success());
    put(claim.withStatus(new ClaimStatus(allocation, List.of(), List.of(reports("broken")))));
    assertThat(filter(podOf("p", "c"), N1))
        .isEqualTo(Status.unresolvable("resourceclaim not available on the node"));
    put(claim.withStatus(new ClaimStatus(allocation, List.of(), List.of(reports("ready")))));
    assertThat(filter(podOf("p", "c"), N1)).isEqualTo(Status.success());
  }

  private static DeviceStatus reports(String condition) {
    return new DeviceStatus(
        Claims.id("d0"),
        null,
        List.of(new DeviceStatus.DeviceCondition(condition, "True", "Why", "because")));
  }

  // ---- extended resources ----

  @Test
  void anExtendedResource_comesFromDevices_whereTheNodeHasNoneItself() {
    put(Claims.slice("n1", "d0"));
    NodeInfo withPlugin = Make.info(withGpus("n3", "4"));
    PodInfo pod = wanting("p", "1");

    assertThat(filter(pod, N1)).isEqualTo(Status.success());
    assertThat(filter(pod, N2)).isEqualTo(Status.unresolvable("cannot allocate all claims"));
    assertThat(filter(pod, withPlugin)).isEqualTo(Status.success());
    assertThat(filter(wanting("p", "2"), N1))
        .isEqualTo(Status.unresolvable("cannot allocate all claims"));
  }

  private static Node.Builder withGpus(String name, String count) {
    return Make.node(name).allocatable(Make.resources(GPU + "=" + count));
  }

  @Test
  void anExtendedResourceWithoutAClass_isLeftToOthers() {
    mirror.remove(ClusterObject.Kind.DEVICE_CLASS, DeviceClasses.offering("gpu", GPU).key());

    assertThat(preFilter(CycleState.create(), wanting("p", "1"))).isEqualTo(PreFilterResult.skip());
  }

  @Test
  void theClaimForExtendedResources_isMadeOnlyWhenThePodIsBound() throws Exception {
    put(Claims.slice("n1", "d0"));
    PodInfo pod = wanting("p", "1");
    CycleState state = reserved(pod, N1);
    assertThat(filter(wanting("q", "1"), N1))
        .isEqualTo(Status.unresolvable("cannot allocate all claims"));

    assertThat(plugin.preBind(state, pod, "n1")).isEqualTo(Status.success());

    assertThat(writer.writes)
        .containsExactly(
            "create for p 1",
            "reserve p-extended-resources-x with [d0]",
            "record p-extended-resources-x 1");

    plugin.unreserve(state, pod, "n1");
    assertThat(writer.writes).endsWith("delete p-extended-resources-x");
  }

  @Test
  void onANodeWithADevicePlugin_noClaimIsMade() throws Exception {
    PodInfo pod = wanting("p", "1");
    NodeInfo node = Make.info(withGpus("n3", "4"));
    CycleState state = reserved(pod, node);

    assertThat(plugin.preBind(state, pod, "n3")).isEqualTo(Status.success());

    assertThat(writer.writes).isEmpty();
  }

  @Test
  void aClaimForExtendedResources_thatAnAttemptLeft_isDeletedFirst() {
    PodInfo pod = wanting("p", "1");
    ResourceClaim left =
        ((ClaimWriter.Outcome.Written) writer.createExtended(pod, Claims.claim("x", "gpu").spec()))
            .claim();
    put(left, Claims.slice("n1", "d0"));

    assertThat(filter(pod, N1))
        .isEqualTo(Status.unresolvable("cannot schedule extended resource claim"));
    assertThat(postFilter(pod, N1))
        .isEqualTo(Status.unschedulable("deletion of ResourceClaim completed"));
    assertThat(writer.writes).endsWith("delete p-extended-resources-x");
  }
}
