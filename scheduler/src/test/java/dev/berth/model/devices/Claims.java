package dev.berth.model.devices;

import dev.berth.model.ObjectKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Claims, allocations and slices for tests. */
public final class Claims {
  private Claims() {}

  /** A claim of the namespace "default" for one device of a class, with the uid "uid-NAME". */
  public static ResourceClaim claim(String name, String deviceClass) {
    return claim(
        name, new DeviceRequest.Exactly("r", DevicesWanted.ofClass(deviceClass, 1), false));
  }

  public static ResourceClaim claim(String name, DeviceRequest... requests) {
    return new ResourceClaim(
        new ObjectKey("default", name),
        meta(name, "1", false, List.of(), List.of()),
        new ClaimSpec(List.of(requests), List.of(), List.of()),
        ClaimStatus.EMPTY);
  }

  private static ClaimMeta meta(
      String name,
      String version,
      boolean terminating,
      List<String> finalizers,
      List<ClaimOwner> owners) {
    return new ClaimMeta("uid-" + name, version, terminating, finalizers, false, owners);
  }

  public static ResourceClaim terminating(ResourceClaim claim) {
    return withMeta(claim, meta(claim.key().name(), "1", true, List.of(), List.of()));
  }

  public static ResourceClaim ownedBy(ResourceClaim claim, String name, String uid) {
    ClaimOwner owner = new ClaimOwner(name, uid, true);
    return withMeta(claim, meta(claim.key().name(), "1", false, List.of(), List.of(owner)));
  }

  public static ResourceClaim atVersion(ResourceClaim claim, long version) {
    ClaimMeta old = claim.meta();
    return withMeta(
        claim,
        new ClaimMeta(
            old.uid(),
            Long.toString(version),
            old.terminating(),
            old.finalizers(),
            old.forExtendedResources(),
            old.owners()));
  }

  public static ResourceClaim withMeta(ResourceClaim claim, ClaimMeta meta) {
    return new ResourceClaim(claim.key(), meta, claim.spec(), claim.status());
  }

  public static ResourceClaim allocated(ResourceClaim claim, @Nullable Allocation allocation) {
    return claim.withStatus(
        new ClaimStatus(allocation, claim.status().reservedFor(), claim.status().devices()));
  }

  public static ResourceClaim reservedFor(ResourceClaim claim, String... uids) {
    List<ClaimConsumer> consumers =
        List.of(uids).stream().map(uid -> ClaimConsumer.pod("pod-" + uid, uid)).toList();
    return claim.withStatus(
        new ClaimStatus(claim.allocation(), consumers, claim.status().devices()));
  }

  /** Whole devices of pool "pool", driver "driver". */
  public static Allocation allocation(String... devices) {
    return new Allocation(
        List.of(devices).stream().map(Claims::device).toList(), List.of(), null, null);
  }

  public static AllocatedDevice device(String name) {
    return new AllocatedDevice(
        "r", id(name), false, List.of(), List.of(), List.of(), null, Map.of());
  }

  public static DeviceId id(String device) {
    return new DeviceId("driver", "pool", device);
  }

  /** A slice with all devices of pool "NODE" of driver "driver" of one node. */
  public static ResourceSlice slice(String node, String... devices) {
    return new ResourceSlice(
        ObjectKey.ofCluster("slice-" + node),
        "driver",
        new ResourceSlice.Pool(node, 1, 1),
        new NodeReach.OneNode(node),
        false,
        List.of(devices).stream().map(Device::named).toList(),
        List.of());
  }
}
