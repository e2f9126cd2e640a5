package dev.berth.plugins.dynamicresources.allocation;

import static dev.berth.plugins.dynamicresources.allocation.Published.DRIVER;
import static dev.berth.plugins.dynamicresources.allocation.Published.N1;
import static dev.berth.plugins.dynamicresources.allocation.Published.claim;
import static dev.berth.plugins.dynamicresources.allocation.Published.device;
import static dev.berth.plugins.dynamicresources.allocation.Published.devices;
import static dev.berth.plugins.dynamicresources.allocation.Published.exactly;
import static dev.berth.plugins.dynamicresources.allocation.Published.whole;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Labels;
import dev.berth.model.Node;
import dev.berth.model.NodeRequirement;
import dev.berth.model.NodeSelector;
import dev.berth.model.NodeSelectorTerm;
import dev.berth.model.Quantity;
import dev.berth.model.devices.AllocatedDevice;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.CapacityRequestPolicy;
import dev.berth.model.devices.Device;
import dev.berth.model.devices.DeviceAttribute;
import dev.berth.model.devices.DeviceCapacity;
import dev.berth.model.devices.DeviceConstraint;
import dev.berth.model.devices.DeviceId;
import dev.berth.model.devices.DeviceRequest;
import dev.berth.model.devices.DevicesWanted;
import dev.berth.model.devices.NodeReach;
import dev.berth.model.devices.ResourceClaim;
import dev.berth.model.devices.ResourceSlice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DeviceAllocatorTest {
  private static final AllocationOutcome NO = new AllocationOutcome.NotPossible();

  private final Published published = new Published();

  private static Device[] many(int count) {
    Device[] devices = new Device[count];
    for (int i = 0; i < count; i++) {
      devices[i] = device("d" + i, Map.of("numa", new DeviceAttribute.Int(i)));
    }
    return devices;
  }

  @Test
  void poolsAndSlices_areTriedByName_devicesAsTheyArePublished() {
    published.slice("p2", "n1", Device.named("a"));
    published.slice("p1", "n1", Device.named("z"), Device.named("b"));
    assertThat(devices(published.allocate(claim(exactly("r", "any", 3)))))
        .containsExactly("r=p1/z", "r=p1/b", "r=p2/a");
  }

  @Test
  void takenDevice_isPassedOver() {
    published.slice("p", "n1", Device.named("a"), Device.named("b"));
    published.taken.add(new DeviceId(DRIVER, "p", "a"));
    assertThat(devices(published.allocate(claim(exactly("r", "any", 1))))).containsExactly("r=p/b");
    assertThat(published.allocate(claim(exactly("r", "any", 2)))).isEqualTo(NO);
  }

  @Test
  void greedyFirstRequest_givesItsDeviceBackToTheOneThatNeedsIt() {
    published.deviceClass("x", "device.attributes[device.driver].?model.orValue(\"\") == \"x\"");
    published.slice(
        "p",
        "n1",
        device("only-x", Map.of("model", new DeviceAttribute.Text("x"))),
        Device.named("plain"));
    assertThat(devices(published.allocate(claim(exactly("r0", "any", 1), exactly("r1", "x", 1)))))
        .containsExactly("r0=p/plain", "r1=p/only-x");
  }

  @Test
  void constraint_forgetsDevicesThatAreGivenBack() {
    published.slice(
        "p",
        "n1",
        device("alone", Map.of("numa", new DeviceAttribute.Int(0))),
        device("one-of-two", Map.of("numa", new DeviceAttribute.Int(1))),
        device("two-of-two", Map.of("numa", new DeviceAttribute.Int(1))));
    DeviceConstraint sameNuma = new DeviceConstraint.Match(List.of(), "a.example.com/numa");
    assertThat(devices(published.allocate(claim(List.of(sameNuma), exactly("r", "any", 2)))))
        .containsExactly("r=p/one-of-two", "r=p/two-of-two");
  }

  @Test
  void relabelledNode_reachesOtherSlices() {
    NodeSelector zoneA =
        NodeSelector.of(
            List.of(
                NodeSelectorTerm.of(
                    List.of(new NodeRequirement("zone", "In", List.of("a"))), List.of())));
    published.slices.add(whole("p", 1, new NodeReach.Selected(zoneA), List.of(Device.named("d"))));
    List<ResourceClaim> claims = List.of(claim(exactly("r", "any", 1)));
    assertThat(published.attempt().allocate(N1, claims)).isEqualTo(NO);
    Node moved = Node.builder("n1").labels(Labels.of(Map.of("zone", "a"))).build();
    AllocationOutcome outcome = published.attempt().allocate(moved, claims);
    assertThat(outcome).isInstanceOf(AllocationOutcome.Allocated.class);
    Allocation only = ((AllocationOutcome.Allocated) outcome).allocations().getFirst();
    assertThat(only.nodes()).isEqualTo(zoneA);
  }

  @Test
  void newerGeneration_replacesTheOlderOne_alsoOfAKnownNode() {
    published.slice("p", "n1", Device.named("old"));
    ResourceClaim claim = claim(exactly("r", "any", 1));
    assertThat(devices(published.allocate(claim))).containsExactly("r=p/old");
    published.slices.add(whole("p", 2, new NodeReach.OneNode("n1"), List.of(Device.named("new"))));
    assertThat(devices(published.allocate(claim))).containsExactly("r=p/new");
  }

  @Test
  void newerGenerationWithoutDevicesForTheNode_hidesAPoolThatLacksSlices() {
    published.slices.add(
        new ResourceSlice(
            whole("p", 1, new NodeReach.Unsaid(), List.of()).key(),
            DRIVER,
            new ResourceSlice.Pool("p", 1, 2),
            new NodeReach.OneNode("n1"),
            false,
            List.of(Device.named("d")),
            List.of()));
    ResourceClaim all =
        claim(
            new DeviceRequest.Exactly(
                "r",
                new DevicesWanted("any", List.of(), DevicesWanted.ALL, 0, List.of(), Map.of()),
                false));
    assertThat(published.allocate(all))
        .isEqualTo(
            new AllocationOutcome.Failed(
                "claim ns/c, request r: asks for all devices, but resource pool"
                    + " a.example.com/p is currently being updated"));
    published.slices.add(whole("p", 2, new NodeReach.OneNode("other"), List.of()));
    assertThat(published.allocate(all)).isEqualTo(NO);
  }

  @Test
  void selectors_areEvaluatedOnceForADevice_untilItsSliceChanges() {
    published.slice("p1", "n1", Device.named("a"), Device.named("b"));
    published.slice("p2", "n1", Device.named("c"));
    ResourceClaim claim = claim(exactly("r", "a", 3));
    published.allocate(claim);
    published.allocate(claim);
    assertThat(published.selectors.evaluations()).isEqualTo(3);
    ResourceSlice old = published.slices.removeLast();
    published.slices.add(whole("p2", 2, old.nodes(), old.devices()));
    published.allocate(claim);
    assertThat(published.selectors.evaluations()).isEqualTo(4);
  }

  @Test
  void shares_haveTheirOwnIds_andAddUpWithWhatIsConsumed() {
    Map<String, DeviceCapacity> memory =
        Map.of("memory", new DeviceCapacity(Quantity.parse("10Gi"), null));
    published.slice("p", "n1", device("d", Map.of(), memory, true));
    DeviceRequest wants4 =
        new DeviceRequest.Exactly(
            "r",
            new DevicesWanted(
                "any",
                List.of(),
                DevicesWanted.EXACT_COUNT,
                1,
                List.of(),
                Map.of("memory", Quantity.parse("4Gi"))),
            false);
    AllocationOutcome two = published.allocate(claim(wants4), claim(wants4));
    assertThat(two).isInstanceOf(AllocationOutcome.Allocated.class);
    List<AllocatedDevice> shares =
        ((AllocationOutcome.Allocated) two)
            .allocations().stream().flatMap(each -> each.devices().stream()).toList();
    assertThat(shares).extracting(AllocatedDevice::shareId).containsExactly("share-1", "share-2");
    published.shares.put(new DeviceId(DRIVER, "p", "d"), Map.of("memory", Quantity.parse("3Gi")));
    assertThat(published.allocate(claim(wants4))).isInstanceOf(AllocationOutcome.Allocated.class);
    assertThat(published.allocate(claim(wants4), claim(wants4))).isEqualTo(NO);
  }

  @Test
  void stepOfZero_fitsNoRequest_andStopsNothing() {
    CapacityRequestPolicy policy =
        new CapacityRequestPolicy(
            Quantity.parse("1"),
            List.of(),
            new CapacityRequestPolicy.Range(Quantity.parse("1"), null, Quantity.ZERO));
    Device odd =
        device("odd", Map.of(), Map.of("c", new DeviceCapacity(Quantity.parse("9"), policy)), true);
    published.slice("p", "n1", odd);
    DeviceRequest wants2 =
        new DeviceRequest.Exactly(
            "r",
            new DevicesWanted(
                "any",
                List.of(),
                DevicesWanted.EXACT_COUNT,
                1,
                List.of(),
                Map.of("c", Quantity.parse("2"))),
            false);
    assertThat(published.allocate(claim(wants2))).isEqualTo(NO);
  }

  @Test
  void hopelessCombinations_areGivenUpWhenTheNodesTimeIsUp() {
    published.slice("p", "n1", many(20));
    published.nanosPerLook = 1_000;
    published.perNode = Duration.ofMillis(1);
    // No two devices are in one place.
    DeviceConstraint sameNuma =
        new DeviceConstraint.Match(List.of("r2", "r3"), "a.example.com/numa");
    ResourceClaim never =
        claim(List.of(sameNuma), exactly("r2", "any", 1), exactly("r3", "any", 1));
    DeviceAllocator allocator = published.attempt();
    assertThat(allocator.allocate(N1, List.of(claim(exactly("r", "any", 8)), never)))
        .isEqualTo(new AllocationOutcome.TimedOut());
    assertThat(devices(allocator.allocate(N1, List.of(claim(exactly("r", "any", 1))))))
        .as("another node has its own time")
        .containsExactly("r=p/d0");
  }

  @Test
  void requestThatIsShortByItself_isFoundWithoutTryingCombinationsForOthers() {
    published.deviceClass("shared", "device.allowMultipleAllocations");
    published.slice("p", "n1", many(20));
    published.nanosPerLook = 1_000;
    published.perNode = Duration.ofMillis(1);
    assertThat(published.allocate(claim(exactly("r0", "any", 8), exactly("r1", "shared", 1))))
        .isEqualTo(NO);
    assertThat(
            published.allocate(claim(exactly("r0", "any", 8)), claim(exactly("r1", "shared", 1))))
        .isEqualTo(NO);
  }

  @Test
  void requestsThatAreShortTogether_areFoundWithoutTryingCombinations() {
    published.slice("p", "n1", many(20));
    published.nanosPerLook = 1_000;
    published.perNode = Duration.ofMillis(1);
    assertThat(published.allocate(claim(exactly("r0", "any", 8), exactly("r1", "any", 13))))
        .isEqualTo(NO);
    assertThat(
            devices(published.allocate(claim(exactly("r0", "any", 8), exactly("r1", "any", 12)))))
        .hasSize(20);
  }

  @Test
  void alternativesThatAreTooLarge_areLeftWithoutTryingOtherDevices() {
    published.slice("p", "n1", many(40));
    published.nanosPerLook = 1_000;
    published.perNode = Duration.ofMillis(1);
    DevicesWanted thirty = DevicesWanted.ofClass("any", 30);
    DevicesWanted one = DevicesWanted.ofClass("any", 1);
    DeviceRequest thirtyOrOne =
        new DeviceRequest.FirstAvailable(
            "r0",
            List.of(
                new DeviceRequest.SubRequest("thirty", thirty),
                new DeviceRequest.SubRequest("one", one)));
    assertThat(devices(published.allocate(claim(thirtyOrOne, exactly("r1", "any", 3)))))
        .containsExactly("r0/one=p/d0", "r1=p/d1", "r1=p/d2", "r1=p/d3");
  }

  @Test
  void attempt_endsWhenItsNodesTookAllItsTime() {
    published.slice("p", "n1", many(4));
    published.nanosPerLook = Duration.ofMillis(3).toNanos();
    published.perAttempt = Duration.ofMillis(8);
    DeviceAllocator allocator = published.attempt();
    List<ResourceClaim> claims = List.of(claim(exactly("r", "any", 1)));
    assertThat(allocator.allocate(N1, claims)).isInstanceOf(AllocationOutcome.Allocated.class);
    assertThat(allocator.allocate(N1, claims)).isEqualTo(new AllocationOutcome.TimedOut());
  }

  @Test
  void thousandsOfClaims_areNotTooDeep() {
    published.slice("p", "n1", many(5_000));
    List<ResourceClaim> claims = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      claims.add(claim(exactly("r", "any", 1)));
    }
    assertThat(published.attempt().allocate(N1, claims))
        .isInstanceOf(AllocationOutcome.Allocated.class);
  }

  @Test
  void countsThatOverflow_areStillTooMany() {
    published.slice("p", "n1", many(1));
    assertThat(
            published.allocate(
                claim(exactly("r0", "any", Long.MAX_VALUE), exactly("r1", "any", Long.MAX_VALUE))))
        .isEqualTo(
            new AllocationOutcome.Failed(
                "claim ns/c: number of requested devices 9223372036854775807 exceeds the claim"
                    + " limit of 32"));
  }

  @Test
  void whatIsOfNoKnownKind_isRefusedByItsPlace() {
    published.slice("p", "n1", many(1));
    assertThat(published.allocate(claim(new DeviceRequest.Unsupported("r"))))
        .isEqualTo(
            new AllocationOutcome.Failed(
                "claim ns/c, request r: missing device class name (unsupported request type?)"));
    assertThat(
            published.allocate(
                claim(
                    List.of(new DeviceConstraint.Unsupported(List.of())), exactly("r", "any", 1))))
        .isEqualTo(
            new AllocationOutcome.Failed(
                "claim ns/c, constraint #0: empty constraint (unsupported constraint type?)"));
    assertThat(published.allocate(claim(exactly("r", "gone", 1))))
        .isEqualTo(
            new AllocationOutcome.Failed(
                "claim ns/c, request r: could not retrieve device class gone:"
                    + " deviceclass.resource.k8s.io \"gone\" not found"));
  }
}
