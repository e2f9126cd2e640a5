package dev.berth.cluster;

import dev.berth.framework.DeviceLedger;
import dev.berth.framework.TakenDevices;
import dev.berth.model.Quantity;
import dev.berth.model.devices.AllocatedDevice;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.DeviceId;
import dev.berth.model.devices.ResourceClaim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The devices that are taken, kept up to date claim by claim.
 *
 * <p>A claim counts once: with what the listers show of it, else with what is pending. Changed by:
 * a claim that is seen, gone, assumed or restored, and a reservation that begins or ends.
 *
 * <p>Mirrors {@code allocatedDevices}, {@code plugins/dynamicresources/allocateddevices.go}, and
 * {@code claimTracker}, {@code dra_manager.go} beside it, Kubernetes 1.36.3, which forget a device
 * that two claims have when one of them goes. Threading: the thread that owns the mirror.
 */
final class ClaimLedger implements DeviceLedger, TakenDevices {

  private final Map<String, Allocation> shown = new HashMap<>();
  private final Map<String, Allocation> pending = new HashMap<>();

  /** What is in the three below, by claim. */
  private final Map<String, Allocation> counted = new HashMap<>();

  private final Map<DeviceId, Integer> whole = new HashMap<>();
  private final Map<DeviceId, List<AllocatedDevice>> shares = new HashMap<>();
  private final Map<DeviceId, Map<String, Quantity>> consumed = new HashMap<>();

  @Override
  public TakenDevices taken() {
    return this;
  }

  @Override
  public boolean isPending(String claimUid) {
    return pending.containsKey(claimUid);
  }

  @Override
  public void begin(ResourceClaim allocated) {
    set(pending, allocated.uid(), allocated.allocation());
  }

  @Override
  public boolean end(String claimUid) {
    return set(pending, claimUid, null) != null;
  }

  /** The listers show another version of a claim from now on, or show it no more. */
  void shown(@Nullable ResourceClaim before, @Nullable ResourceClaim after) {
    if (before != null && (after == null || !after.uid().equals(before.uid()))) {
      set(shown, before.uid(), null);
    }
    if (after != null) {
      set(shown, after.uid(), after.allocation());
    }
  }

  private @Nullable Allocation set(
      Map<String, Allocation> into, String uid, @Nullable Allocation allocation) {
    Allocation before = allocation == null ? into.remove(uid) : into.put(uid, allocation);
    recount(uid);
    return before;
  }

  private void recount(String uid) {
    Allocation ofWatch = shown.get(uid);
    Allocation wanted = ofWatch == null ? pending.get(uid) : ofWatch;
    Allocation before = wanted == null ? counted.remove(uid) : counted.put(uid, wanted);
    if (Objects.equals(before, wanted)) {
      return;
    }
    if (before != null) {
      before.devices().forEach(this::remove);
    }
    if (wanted != null) {
      wanted.devices().forEach(this::add);
    }
  }

  private void add(AllocatedDevice device) {
    if (device.adminAccess()) {
      return;
    }
    if (device.shareId() == null) {
      whole.merge(device.id(), 1, Integer::sum);
    } else {
      shares.computeIfAbsent(device.id(), id -> new ArrayList<>(1)).add(device);
      consumed.remove(device.id());
    }
  }

  private void remove(AllocatedDevice device) {
    if (device.adminAccess()) {
      return;
    }
    if (device.shareId() == null) {
      whole.computeIfPresent(device.id(), (id, count) -> count == 1 ? null : count - 1);
    } else {
      shares.computeIfPresent(
          device.id(),
          (id, all) -> {
            all.remove(device);
            return all.isEmpty() ? null : all;
          });
      consumed.remove(device.id());
    }
  }

  @Override
  public boolean isTaken(DeviceId device) {
    return whole.containsKey(device);
  }

  @Override
  public boolean isShared(DeviceId device) {
    return shares.containsKey(device);
  }

  /** Added up when asked for, again after a share came or went. */
  @Override
  public @Nullable Map<String, Quantity> consumed(DeviceId device) {
    List<AllocatedDevice> all = shares.get(device);
    return all == null ? null : consumed.computeIfAbsent(device, id -> sum(all));
  }

  private static Map<String, Quantity> sum(List<AllocatedDevice> shares) {
    Map<String, Quantity> sum = new LinkedHashMap<>();
    for (AllocatedDevice share : shares) {
      share.consumedCapacity().forEach((name, amount) -> sum.merge(name, amount, Quantity::plus));
    }
    return sum;
  }
}
