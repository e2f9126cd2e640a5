package dev.berth.cluster;

import dev.berth.framework.DeviceLedger;
import dev.berth.framework.TakenDevices;
import dev.berth.model.Quantity;
import dev.berth.model.devices.AllocatedDevice;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.DeviceId;
import dev.berth.model.devices.ResourceClaim;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
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

  private final Supplier<Collection<ResourceClaim>> claims;

  /**
   * An empty ledger.
   *
   * @param claims all that the listers show, for a recount
   */
  ClaimLedger(Supplier<Collection<ResourceClaim>> claims) {
    this.claims = claims;
  }

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

  @Override
  public boolean recount() {
    ClaimLedger anew = new ClaimLedger(claims);
    for (ResourceClaim claim : claims.get()) {
      anew.shown(null, claim);
    }
    pending.forEach((uid, allocation) -> anew.set(anew.pending, uid, allocation));
    if (saysTheSameAs(anew)) {
      return true;
    }
    replace(shown, anew.shown);
    replace(counted, anew.counted);
    replace(whole, anew.whole);
    replace(shares, anew.shares);
    consumed.clear();
    return false;
  }

  private boolean saysTheSameAs(ClaimLedger anew) {
    return shown.equals(anew.shown)
        && counted.equals(anew.counted)
        && whole.equals(anew.whole)
        && byCount(shares).equals(byCount(anew.shares))
        && shares.keySet().containsAll(consumed.keySet())
        && consumed.entrySet().stream()
            .allMatch(sum -> sum.getValue().equals(anew.consumed(sum.getKey())));
  }

  /** In whatever order the shares came. */
  private static Map<DeviceId, Map<AllocatedDevice, Integer>> byCount(
      Map<DeviceId, List<AllocatedDevice>> shares) {
    Map<DeviceId, Map<AllocatedDevice, Integer>> counts = new HashMap<>();
    shares.forEach(
        (id, all) -> {
          Map<AllocatedDevice, Integer> count = new HashMap<>();
          all.forEach(share -> count.merge(share, 1, Integer::sum));
          counts.put(id, count);
        });
    return counts;
  }

  private static <K, V> void replace(Map<K, V> kept, Map<K, V> anew) {
    kept.clear();
    kept.putAll(anew);
  }

  private @Nullable Allocation set(
      Map<String, Allocation> into, String uid, @Nullable Allocation allocation) {
    Allocation before = allocation == null ? into.remove(uid) : into.put(uid, allocation);
    settle(uid);
    return before;
  }

  private void settle(String uid) {
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
