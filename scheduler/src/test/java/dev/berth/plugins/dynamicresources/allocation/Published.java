package dev.berth.plugins.dynamicresources.allocation;

import dev.berth.model.Node;
import dev.berth.model.ObjectKey;
import dev.berth.model.Quantity;
import dev.berth.model.devices.ClaimMeta;
import dev.berth.model.devices.ClaimSpec;
import dev.berth.model.devices.ClaimStatus;
import dev.berth.model.devices.Device;
import dev.berth.model.devices.DeviceAttribute;
import dev.berth.model.devices.DeviceBinding;
import dev.berth.model.devices.DeviceCapacity;
import dev.berth.model.devices.DeviceClass;
import dev.berth.model.devices.DeviceConstraint;
import dev.berth.model.devices.DeviceId;
import dev.berth.model.devices.DeviceRequest;
import dev.berth.model.devices.DeviceSelector;
import dev.berth.model.devices.DevicesWanted;
import dev.berth.model.devices.NodeReach;
import dev.berth.model.devices.ResourceClaim;
import dev.berth.model.devices.ResourceSlice;
import dev.berth.plugins.dynamicresources.cel.KnownSelectors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Slices, classes and claims of a test, and an allocator over them. */
final class Published {
  static final String DRIVER = "a.example.com";
  static final String OF_DRIVER_A = "device.driver == \"a.example.com\"";
  static final Node N1 = Node.builder("n1").build();

  final Map<String, DeviceClass> classes = new HashMap<>();
  final List<ResourceSlice> slices = new ArrayList<>();
  final Set<DeviceId> taken = new HashSet<>();
  final Map<DeviceId, Map<String, Quantity>> shares = new HashMap<>();
  final KnownSelectors selectors = new KnownSelectors();

  /** Nanoseconds; each look at the clock takes {@link #nanosPerLook}. */
  final AtomicLong clock = new AtomicLong();

  long nanosPerLook;
  Duration perNode = Duration.ofSeconds(10);
  Duration perAttempt = Duration.ofSeconds(10);
  private int shareIds;
  private DeviceInventory inventory = DeviceInventory.empty();

  Published() {
    deviceClass("any");
    deviceClass("a", OF_DRIVER_A);
  }

  void deviceClass(String name, String... expressions) {
    List<DeviceSelector> all = new ArrayList<>();
    for (String expression : expressions) {
      all.add(new DeviceSelector(expression));
    }
    classes.put(name, new DeviceClass(ObjectKey.ofCluster(name), 0, all, List.of(), ""));
  }

  /** A slice that is all of a pool, for one node. */
  void slice(String pool, String node, Device... devices) {
    slices.add(whole(pool, 1, new NodeReach.OneNode(node), List.of(devices)));
  }

  static ResourceSlice whole(String pool, long generation, NodeReach nodes, List<Device> devices) {
    return new ResourceSlice(
        ObjectKey.ofCluster("slice-" + pool + "-" + generation),
        DRIVER,
        new ResourceSlice.Pool(pool, generation, 1),
        nodes,
        false,
        devices,
        List.of());
  }

  static Device device(String name, Map<String, DeviceAttribute> attributes) {
    return device(name, attributes, Map.of(), false);
  }

  static Device device(
      String name,
      Map<String, DeviceAttribute> attributes,
      Map<String, DeviceCapacity> capacity,
      boolean shareable) {
    return new Device(
        name,
        attributes,
        capacity,
        List.of(),
        new NodeReach.Unsaid(),
        List.of(),
        DeviceBinding.NONE,
        shareable);
  }

  static ResourceClaim claim(DeviceRequest... requests) {
    return claim(List.of(), requests);
  }

  static ResourceClaim claim(List<DeviceConstraint> constraints, DeviceRequest... requests) {
    return new ResourceClaim(
            new ObjectKey("ns", "c"), ClaimMeta.UNKNOWN, ClaimSpec.EMPTY, ClaimStatus.EMPTY)
        .withSpec(new ClaimSpec(List.of(requests), constraints, List.of()));
  }

  static DeviceRequest exactly(String name, String className, long count) {
    return new DeviceRequest.Exactly(name, DevicesWanted.ofClass(className, count), false);
  }

  /** An allocator for the next attempt; slices that are the same objects are the same slices. */
  DeviceAllocator attempt() {
    inventory = inventory.updated(slices);
    return new DeviceAllocator(
        inventory,
        new RecordedAllocation.Taken(taken, shares),
        classes::get,
        selectors,
        () -> "share-" + ++shareIds,
        new SearchLimits(() -> clock.getAndAdd(nanosPerLook), perNode, perAttempt));
  }

  AllocationOutcome allocate(ResourceClaim... claims) {
    return attempt().allocate(N1, List.of(claims));
  }

  /** The devices of an outcome as {@code request=pool/device}. */
  static List<String> devices(AllocationOutcome outcome) {
    if (!(outcome instanceof AllocationOutcome.Allocated(var allocations))) {
      throw new AssertionError("not allocated: " + outcome);
    }
    return allocations.stream()
        .flatMap(allocation -> allocation.devices().stream())
        .map(device -> device.request() + "=" + device.id().pool() + "/" + device.id().device())
        .toList();
  }
}
