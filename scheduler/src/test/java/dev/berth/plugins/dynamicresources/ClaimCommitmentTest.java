package dev.berth.plugins.dynamicresources;

import static dev.berth.plugins.dynamicresources.DynamicResourcesBed.N1;
import static dev.berth.plugins.dynamicresources.DynamicResourcesBed.N2;
import static dev.berth.plugins.dynamicresources.DynamicResourcesBed.podOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cluster.ClusterMirror;
import dev.berth.framework.ClaimWriter;
import dev.berth.framework.CycleState;
import dev.berth.framework.Status;
import dev.berth.model.PodInfo;
import dev.berth.model.devices.AllocatedDevice;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.ClaimStatus;
import dev.berth.model.devices.Claims;
import dev.berth.model.devices.DeviceStatus;
import dev.berth.model.devices.ResourceClaim;
import dev.berth.plugins.Make;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is written of claims, from PreBind to PostFilter, and taken back. */
final class ClaimCommitmentTest {
  private final DynamicResourcesBed bed = new DynamicResourcesBed();
  private final ClusterMirror mirror = bed.mirror;
  private final RecordedWrites writer = bed.writer;
  private final DynamicResources plugin = bed.plugin;

  // ---- what is written

  @Test
  void preBind_writesAllocationAndReservation_andTheListersShowItAtOnce() throws Exception {
    bed.put(Claims.claim("c", "gpu"), Claims.slice("n1", "d0"));
    PodInfo pod = podOf("p", "c");
    CycleState state = bed.reserved(pod, N1);

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
    bed.put(
        Claims.reservedFor(
            Claims.allocated(Claims.claim("c", "gpu"), Claims.allocation("d0")), "uid-first"));
    PodInfo pod = podOf("second", "c");
    CycleState state = CycleState.create();
    bed.preFilter(state, pod);
    assertThat(plugin.filter(state, pod, N1)).isEqualTo(Status.success());
    assertThat(plugin.reserve(state, pod, "n1")).isEqualTo(Status.success());

    assertThat(plugin.preBind(state, pod, "n1")).isEqualTo(Status.success());

    assertThat(writer.writes).containsExactly("reserve c");
  }

  @Test
  void aFailedWrite_failsTheBinding_andUnreserveFreesTheDevice() throws Exception {
    bed.put(Claims.claim("c", "gpu"), Claims.slice("n1", "d0"));
    PodInfo pod = podOf("p", "c");
    CycleState state = bed.reserved(pod, N1);
    writer.failure = "no permission";

    assertThat(plugin.preBind(state, pod, "n1")).isEqualTo(Status.error("no permission"));
    plugin.unreserve(state, pod, "n1");

    assertThat(bed.filter(podOf("q", "c"), N1)).isEqualTo(Status.success());
  }

  @Test
  void afterAFailedBinding_theReservationIsTakenBack_andThePodWaitsForThat() throws Exception {
    bed.put(Claims.claim("c", "gpu"), Claims.slice("n1", "d0"));
    PodInfo pod = podOf("p", "c");
    CycleState state = bed.reserved(pod, N1);
    plugin.preBind(state, pod, "n1");

    plugin.unreserve(state, pod, "n1");

    assertThat(writer.writes).endsWith("release c");
    assertThat(bed.filter(pod, N1))
        .isEqualTo(Status.error("resourceclaim default/c is still being given back"));
    ResourceClaim released =
        Claims.atVersion(Claims.allocated(Claims.claim("c", "gpu"), Claims.allocation("d0")), 900);
    writer.untold.getFirst().accept(new ClaimWriter.Outcome.Written(released));
    assertThat(bed.filter(pod, N1)).isEqualTo(Status.success());
  }

  @Test
  void aDeallocationThatFails_isToldToThePodOnce_andTriedAgain() {
    Allocation onN1 =
        new Allocation(
            List.of(Claims.device("d0")),
            List.of(),
            Make.anyOf(Make.fields(Make.requirement("metadata.name", "In", "n1"))),
            null);
    bed.put(Claims.allocated(Claims.claim("c", "gpu"), onN1));
    PodInfo pod = podOf("p", "c");
    bed.postFilter(pod, N2);

    writer.untold.getFirst().accept(new ClaimWriter.Outcome.Failed("no permission"));

    assertThat(bed.filter(pod, N2))
        .isEqualTo(Status.error("resourceclaim default/c could not be given back: no permission"));
    assertThat(bed.postFilter(pod, N2))
        .isEqualTo(Status.unschedulable("deallocation of ResourceClaim completed"));
  }

  // ---- what keeps a pod from all nodes

  @Test
  void postFilter_deallocatesAClaimThatIsElsewhere_whenNobodyElseUsesIt() {
    Allocation onN1 =
        new Allocation(
            List.of(Claims.device("d0")),
            List.of(),
            Make.anyOf(Make.fields(Make.requirement("metadata.name", "In", "n1"))),
            null);
    ResourceClaim elsewhere = Claims.allocated(Claims.claim("c", "gpu"), onN1);

    bed.put(Claims.reservedFor(elsewhere, "uid-other"));
    assertThat(bed.postFilter(podOf("p", "c"), N2))
        .isEqualTo(Status.unschedulable("still not schedulable"));
    bed.put(Claims.reservedFor(elsewhere, "uid-p", "uid-other"));
    assertThat(bed.postFilter(podOf("p", "c"), N2))
        .isEqualTo(Status.unschedulable("still not schedulable"));
    assertThat(writer.writes).isEmpty();

    bed.put(Claims.reservedFor(elsewhere, "uid-p"));
    assertThat(bed.postFilter(podOf("p", "c"), N2))
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

    bed.put(claim);
    assertThat(bed.filter(podOf("p", "c"), N1)).isEqualTo(Status.success());
    bed.put(claim.withStatus(new ClaimStatus(allocation, List.of(), List.of(reports("broken")))));
    assertThat(bed.filter(podOf("p", "c"), N1))
        .isEqualTo(Status.unresolvable("resourceclaim not available on the node"));
    bed.put(claim.withStatus(new ClaimStatus(allocation, List.of(), List.of(reports("ready")))));
    assertThat(bed.filter(podOf("p", "c"), N1)).isEqualTo(Status.success());
  }

  private static DeviceStatus reports(String condition) {
    return new DeviceStatus(
        Claims.id("d0"),
        null,
        List.of(new DeviceStatus.DeviceCondition(condition, "True", "Why", "because")));
  }
}
