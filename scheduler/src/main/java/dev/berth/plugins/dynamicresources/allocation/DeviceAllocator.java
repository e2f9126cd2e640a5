package dev.berth.plugins.dynamicresources.allocation;

import dev.berth.framework.TakenDevices;
import dev.berth.model.Node;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.DeviceClass;
import dev.berth.model.devices.ResourceClaim;
import dev.berth.plugins.dynamicresources.allocation.SearchTime.SearchTimeoutException;
import dev.berth.plugins.dynamicresources.cel.DeviceSelectors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds devices for the claims of one pod, node after node. Made for one attempt: what it is given
 * must not change until the attempt is over.
 *
 * <p>Mirrors {@code structured.Allocator}, dynamic-resource-allocation/structured/allocator.go,
 * with the features of Kubernetes 1.36.3's default gates. Threading: scheduler thread only.
 */
public final class DeviceAllocator {
  private final DeviceInventory inventory;
  private final AttemptContext context;
  private final SearchTime time;

  /**
   * An allocator for one attempt.
   *
   * @param classes finds a class by name
   * @param shareIds a new id for a share of a device, each time
   */
  public DeviceAllocator(
      DeviceInventory inventory,
      TakenDevices allocated,
      Function<String, @Nullable DeviceClass> classes,
      DeviceSelectors selectors,
      Supplier<String> shareIds,
      SearchLimits limits) {
    this.inventory = inventory;
    this.context =
        new AttemptContext(classes, allocated, new PoolCounters(allocated), selectors, shareIds);
    this.time = new SearchTime(limits);
  }

  /**
   * Looks for devices on a node, for claims that have none. Nothing is remembered of a success: it
   * is for the caller to record it.
   *
   * <p>Costs O(devices of the node) when devices are plenty, or when a request is short of them by
   * itself, and is exponential when constraints or requests that compete make the search try
   * combinations, up to the limit of time.
   */
  public AllocationOutcome allocate(Node node, List<ResourceClaim> claims) {
    time.begin();
    try {
      return search(node, claims);
    } catch (AllocationException wrong) {
      return new AllocationOutcome.Failed(wrong.text());
    } catch (SearchTimeoutException timeout) {
      return new AllocationOutcome.TimedOut();
    } finally {
      time.end();
    }
  }

  private AllocationOutcome search(Node node, List<ResourceClaim> claims)
      throws AllocationException {
    NodeDevices devices = devices(node);
    List<ClaimPlan> plans = new ClaimPlanner(node, devices, context).plan(claims);
    Picks picks = new Picks(plans, devices, context);
    if (new Shortage(plans, devices, picks, time).isCertain()
        || !new DeviceSearch(plans, devices, picks, time).run()) {
      return devices.hasInvalidPool()
          ? new AllocationOutcome.NodeUnfit("invalid resource pools were encountered")
          : new AllocationOutcome.NotPossible();
    }
    List<Allocation> allocations = new ArrayList<>(plans.size());
    for (int i = 0; i < plans.size(); i++) {
      allocations.add(AllocationResults.of(plans.get(i), picks.of(i), node.name()));
    }
    return new AllocationOutcome.Allocated(allocations);
  }

  private NodeDevices devices(Node node) throws AllocationException {
    try {
      return inventory.of(node);
    } catch (AllocationException unparsable) {
      throw new AllocationException("gather pool information: " + unparsable.text());
    }
  }
}
