package dev.berth.plugins.dynamicresources;

import dev.berth.framework.Lister;
import dev.berth.framework.Listers;
import dev.berth.framework.PluginContext;
import dev.berth.framework.TakenDevices;
import dev.berth.model.ObjectKey;
import dev.berth.model.devices.ResourceSlice;
import dev.berth.plugins.dynamicresources.allocation.DeviceAllocator;
import dev.berth.plugins.dynamicresources.allocation.DeviceInventory;
import dev.berth.plugins.dynamicresources.allocation.SearchLimits;
import dev.berth.plugins.dynamicresources.cel.DeviceSelectors;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes the allocator of each attempt, over the slices, classes and taken devices of now; what was
 * worked out of slices is kept as long as they stay the same.
 *
 * <p>Threading: scheduler thread only.
 */
final class Allocators {

  /** For all nodes of an attempt: no pod may hold up all others for longer. */
  private static final Duration PER_ATTEMPT = Duration.ofSeconds(10);

  private final SearchLimits limits;
  private final Listers listers;
  private final TakenDevices taken;
  private final DeviceSelectors selectors;
  private final RandomGenerator random;
  private DeviceInventory inventory = DeviceInventory.empty();
  private List<ResourceSlice> slices = List.of();

  Allocators(Duration perNode, PluginContext context, DeviceSelectors selectors) {
    this.limits = new SearchLimits(System::nanoTime, perNode, PER_ATTEMPT);
    this.listers = context.listers();
    this.taken = context.devices().taken();
    this.selectors = selectors;
    this.random = context.random();
  }

  /** For an attempt; the library of selectors is loaded before the time of its searches counts. */
  DeviceAllocator begin() {
    DeviceInventory now = inventory();
    if (!slices.isEmpty()) {
      selectors.load();
    }
    return new DeviceAllocator(
        now,
        taken,
        name -> listers.deviceClasses().find(ObjectKey.ofCluster(name)),
        selectors,
        this::shareId,
        limits);
  }

  /** Gathers the slices of now anew, and goes by that; false when something else was kept. */
  boolean recount() {
    DeviceInventory kept = inventory();
    slices = List.copyOf(listers.resourceSlices().in(""));
    inventory = kept.recounted(slices);
    return inventory == kept;
  }

  private DeviceInventory inventory() {
    Lister<ResourceSlice> lister = listers.resourceSlices();
    Collection<ResourceSlice> now = lister.in("");
    if (!areTheSame(slices, now)) {
      slices = List.copyOf(now);
      inventory = inventory.updated(slices);
    }
    return inventory;
  }

  @SuppressWarnings("ReferenceEquality") // another object is another version; comparing costs
  private static boolean areTheSame(List<ResourceSlice> before, Collection<ResourceSlice> now) {
    if (before.size() != now.size()) {
      return false;
    }
    Iterator<ResourceSlice> other = now.iterator();
    for (ResourceSlice slice : before) {
      if (slice != other.next()) {
        return false;
      }
    }
    return true;
  }

  /** A UUID of the scheduler's own randomness. */
  private String shareId() {
    long version4 = (random.nextLong() & ~0xF000L) | 0x4000L;
    long variant2 = (random.nextLong() & ~(0b11L << 62)) | (0b10L << 62);
    return new UUID(version4, variant2).toString();
  }
}
