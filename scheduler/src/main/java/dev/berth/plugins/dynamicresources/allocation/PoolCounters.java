package dev.berth.plugins.dynamicresources.allocation;

import dev.berth.framework.TakenDevices;
import dev.berth.model.Quantity;
import dev.berth.model.devices.CounterConsumption;
import dev.berth.model.devices.CounterSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of the counters of pools is there, and how much allocated devices took; worked out for a
 * pool when it is first needed, then kept for the attempt.
 *
 * <p>Mirrors {@code checkAvailableCounters}, allocator_incubating.go, Kubernetes 1.36.3. As there,
 * pools of one name are one, also those of different drivers: the first that is needed counts.
 *
 * <p>Threading: scheduler thread only.
 */
final class PoolCounters {
  /** A counter of a pool. */
  record CounterKey(String counterSet, String counter) {}

  private record Balance(Quantity total, Quantity taken) {
    boolean covers(Quantity more) {
      return taken.plus(more).compareTo(total) <= 0;
    }
  }

  private final TakenDevices allocated;
  private final Map<String, Map<CounterKey, Balance>> byPoolName = new HashMap<>();

  PoolCounters(TakenDevices allocated) {
    this.allocated = allocated;
  }

  /** The consumption of devices and one more. */
  static Map<CounterKey, Quantity> plus(Map<CounterKey, Quantity> sofar, Candidate candidate) {
    Map<CounterKey, Quantity> sum = new HashMap<>(sofar);
    addTo(sum, candidate.device().consumesCounters());
    return sum;
  }

  private static void addTo(Map<CounterKey, Quantity> sum, List<CounterConsumption> consumptions) {
    for (CounterConsumption consumption : consumptions) {
      consumption
          .counters()
          .forEach(
              (counter, amount) ->
                  sum.merge(
                      new CounterKey(consumption.counterSet(), counter), amount, Quantity::plus));
    }
  }

  /**
   * Whether no counter of a pool is exceeded.
   *
   * @param candidate a device of the pool
   * @param consumption of the devices that are picked
   */
  boolean cover(NodeDevices devices, Candidate candidate, Map<CounterKey, Quantity> consumption) {
    PoolId id = candidate.slice().poolId();
    Map<CounterKey, Balance> balances = byPoolName.get(id.pool());
    if (balances == null) {
      balances = balances(devices.usable(id));
      byPoolName.put(id.pool(), balances);
    }
    for (Map.Entry<CounterKey, Balance> entry : balances.entrySet()) {
      if (!entry.getValue().covers(consumption.getOrDefault(entry.getKey(), Quantity.ZERO))) {
        return false;
      }
    }
    return true;
  }

  private Map<CounterKey, Balance> balances(Pool.Usable pool) {
    Map<CounterKey, Quantity> taken = new HashMap<>();
    List<PublishedSlice> slices = new ArrayList<>(pool.reachable());
    slices.addAll(pool.others());
    for (PublishedSlice slice : slices) {
      for (int i = 0; i < slice.devices().size(); i++) {
        List<CounterConsumption> consumptions = slice.devices().get(i).consumesCounters();
        if (!consumptions.isEmpty() && isAllocated(slice, i)) {
          addTo(taken, consumptions);
        }
      }
    }
    Map<CounterKey, Balance> balances = new HashMap<>();
    for (CounterSet set : pool.counterSets().values()) {
      set.counters()
          .forEach(
              (counter, total) -> {
                CounterKey key = new CounterKey(set.name(), counter);
                balances.put(key, new Balance(total, taken.getOrDefault(key, Quantity.ZERO)));
              });
    }
    return balances;
  }

  private boolean isAllocated(PublishedSlice slice, int index) {
    return allocated.isTaken(slice.id(index))
        || allocated.isShared(slice.id(index))
        || allocated.consumed(slice.id(index)) != null;
  }
}
