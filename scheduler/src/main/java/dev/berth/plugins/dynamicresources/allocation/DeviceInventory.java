package dev.berth.plugins.dynamicresources.allocation;

import dev.berth.model.Node;
import dev.berth.model.devices.NodeReach;
import dev.berth.model.devices.ResourceSlice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * All slices that drivers publish, found by node and by pool. It stands for one state of the
 * slices: when one changes, {@link #updated} makes the next inventory.
 *
 * <p>What a node can reach is worked out once for a node object, and shared between nodes that
 * reach the same slices. What selectors said of devices is kept for slices that did not change.
 *
 * <p>Mirrors {@code GatherPools} of pools_incubating.go, Kubernetes 1.36.3, where the slice that
 * tells a pool's number of slices depends on the order of a map; here it is the first one by name.
 *
 * <p>Threading: scheduler thread only.
 */
public final class DeviceInventory {
  /** A pool shows differently from nodes that reach different slices; these are not without end. */
  private static final int KEPT_POOLS_PER_SLICE = 4;

  /** No slices. */
  public static DeviceInventory empty() {
    return new DeviceInventory(List.of());
  }

  private final IdentityHashMap<ResourceSlice, PublishedSlice> published = new IdentityHashMap<>();
  private final Map<String, List<PublishedSlice>> ofOneNode = new HashMap<>();
  private final List<PublishedSlice> shared = new ArrayList<>();
  private final Map<PoolId, List<PublishedSlice>> byPool = new HashMap<>();

  private final Map<Node, NodeDevices> byNode = new WeakHashMap<>();
  private final Map<List<PublishedSlice>, Pool> builtPools = new HashMap<>();

  private DeviceInventory(Collection<PublishedSlice> slices) {
    List<PublishedSlice> byName = new ArrayList<>(slices);
    byName.sort((a, b) -> a.name().compareTo(b.name()));
    for (PublishedSlice slice : byName) {
      published.put(slice.slice(), slice);
      byPool.computeIfAbsent(slice.poolId(), id -> new ArrayList<>()).add(slice);
      if (slice.slice().nodes() instanceof NodeReach.OneNode(String node)
          && !slice.hasSharedCounters()) {
        ofOneNode.computeIfAbsent(node, name -> new ArrayList<>()).add(slice);
      } else {
        shared.add(slice);
      }
    }
  }

  /** The inventory of these slices. What is known of those that are the same objects is kept. */
  public DeviceInventory updated(Collection<ResourceSlice> slices) {
    List<PublishedSlice> next = new ArrayList<>(slices.size());
    for (ResourceSlice slice : slices) {
      PublishedSlice known = published.get(slice);
      next.add(known != null ? known : new PublishedSlice(slice));
    }
    DeviceInventory inventory = new DeviceInventory(next);
    inventory.takeOver(builtPools, byPool);
    return inventory;
  }

  /**
   * This inventory, if what it knows of slices and pools is what one knows that is made anew of
   * these slices; else that one. O(slices and their devices). What it knows of nodes follows from
   * the pools, and lives no longer than they do.
   */
  public DeviceInventory recounted(Collection<ResourceSlice> slices) {
    List<PublishedSlice> all = new ArrayList<>(slices.size());
    for (ResourceSlice slice : slices) {
      PublishedSlice known = published.get(slice);
      all.add(known != null && known.isOf(slice) ? known : new PublishedSlice(slice));
    }
    DeviceInventory anew = new DeviceInventory(all);
    return showsTheSameAs(anew) ? this : anew;
  }

  private boolean showsTheSameAs(DeviceInventory anew) {
    return published.equals(anew.published)
        && ofOneNode.equals(anew.ofOneNode)
        && shared.equals(anew.shared)
        && byPool.equals(anew.byPool)
        && builtPools.entrySet().stream()
            .allMatch(
                built ->
                    built.getValue().equals(anew.build(built.getValue().id(), built.getKey())));
  }

  /** Keeps the pools of which no slice came, changed or went. */
  private void takeOver(
      Map<List<PublishedSlice>, Pool> known, Map<PoolId, List<PublishedSlice>> before) {
    if (known.size() > KEPT_POOLS_PER_SLICE * (published.size() + 1)) {
      return;
    }
    known.forEach(
        (slices, pool) -> {
          List<PublishedSlice> now = byPool.getOrDefault(pool.id(), List.of());
          if (now.equals(before.get(pool.id()))) {
            builtPools.put(slices, pool);
          }
        });
  }

  /** What a node can reach. */
  NodeDevices of(Node node) throws AllocationException {
    NodeDevices known = byNode.get(node);
    if (known == null) {
      known = gather(node);
      byNode.put(node, known);
    }
    return known;
  }

  private NodeDevices gather(Node node) throws AllocationException {
    Map<PoolId, List<PublishedSlice>> relevant = new LinkedHashMap<>();
    for (PublishedSlice slice : ofOneNode.getOrDefault(node.name(), List.of())) {
      addNewest(relevant, slice);
    }
    for (PublishedSlice slice : shared) {
      if (isRelevant(slice, node)) {
        addNewest(relevant, slice);
      }
    }
    List<Pool> pools = new ArrayList<>(relevant.size());
    List<Pool> withBindingConditions = new ArrayList<>();
    for (PoolId id : relevant.keySet().stream().sorted().toList()) {
      List<PublishedSlice> slices = relevant.getOrDefault(id, List.of());
      if (isObsolete(slices)) {
        continue;
      }
      Pool pool = builtPools.get(slices);
      if (pool == null) {
        pool = build(id, slices);
        builtPools.put(List.copyOf(slices), pool);
      }
      boolean last = pool instanceof Pool.Usable usable && usable.hasBindingConditions();
      (last ? withBindingConditions : pools).add(pool);
    }
    pools.addAll(withBindingConditions);
    return NodeDevices.of(pools);
  }

  /** Slices with counters matter to every node: without them a pool cannot be used. */
  private static boolean isRelevant(PublishedSlice slice, Node node) throws AllocationException {
    if (slice.hasSharedCounters()) {
      return true;
    }
    try {
      if (!(slice.slice().nodes() instanceof NodeReach.Unsaid)) {
        return Reach.includes(slice.slice().nodes(), node);
      }
    } catch (AllocationException unparsable) {
      throw new AllocationException(
          "failed to perform node selection for slice " + slice.name() + ": " + unparsable.text());
    }
    return slice.slice().perDeviceNodeSelection() && hasDeviceFor(slice, node);
  }

  private static boolean hasDeviceFor(PublishedSlice slice, Node node) throws AllocationException {
    for (int i = 0; i < slice.devices().size(); i++) {
      try {
        if (Reach.includes(slice.reach(i), node)) {
          return true;
        }
      } catch (AllocationException unparsable) {
        throw new AllocationException(
            "failed to perform node selection for device "
                + slice.devices().get(i).name()
                + " in slice "
                + slice.name()
                + ": "
                + unparsable.text());
      }
    }
    return false;
  }

  private static void addNewest(Map<PoolId, List<PublishedSlice>> relevant, PublishedSlice slice) {
    List<PublishedSlice> sofar = relevant.computeIfAbsent(slice.poolId(), id -> new ArrayList<>());
    long newest = sofar.isEmpty() ? slice.generation() : sofar.getFirst().generation();
    if (slice.generation() > newest) {
      sofar.clear();
    }
    if (slice.generation() >= newest) {
      sofar.add(slice);
    }
  }

  private static boolean isWhole(List<PublishedSlice> slices, long wantSlices) {
    return slices.size() == wantSlices;
  }

  private static long wantSlices(List<PublishedSlice> slices) {
    return slices.getFirst().slice().pool().sliceCount();
  }

  /** Whether a newer generation has no devices for the node, so that the older one is gone. */
  private boolean isObsolete(List<PublishedSlice> slices) {
    if (isWhole(slices, wantSlices(slices))) {
      return false;
    }
    long generation = slices.getFirst().generation();
    for (PublishedSlice other : byPool.getOrDefault(slices.getFirst().poolId(), List.of())) {
      if (other.generation() > generation) {
        return true;
      }
    }
    return false;
  }

  private Pool build(PoolId id, List<PublishedSlice> slices) {
    if (isWhole(slices, wantSlices(slices))) {
      return PoolRules.build(slices, List.of());
    }
    long generation = slices.getFirst().generation();
    List<PublishedSlice> others = new ArrayList<>();
    for (PublishedSlice other : byPool.getOrDefault(id, List.of())) {
      if (other.generation() == generation && !slices.contains(other)) {
        others.add(other);
      }
    }
    return slices.size() + others.size() == wantSlices(slices)
        ? PoolRules.build(slices, others)
        : new Pool.Incomplete(id);
  }
}
