package dev.berth.plugins.dynamicresources.allocation;

import dev.berth.model.devices.CounterConsumption;
import dev.berth.model.devices.CounterSet;
import dev.berth.model.devices.Device;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the slices of a pool have to agree on before devices are allocated from it.
 *
 * <p>Mirrors {@code buildPool} of pools_incubating.go, Kubernetes 1.36.3.
 *
 * <p>Threading: any thread.
 */
final class PoolRules {
  private PoolRules() {}

  /**
   * The pool of slices that a node can reach.
   *
   * @param relevant in any order, all of one generation, at least one
   * @param others the slices of that generation that the node cannot reach
   */
  static Pool build(List<PublishedSlice> relevant, List<PublishedSlice> others) {
    List<PublishedSlice> byName = new ArrayList<>(relevant);
    byName.sort(Comparator.comparing(PublishedSlice::name));
    PoolId id = byName.getFirst().poolId();
    List<PublishedSlice> withDevices = new ArrayList<>();
    List<PublishedSlice> withCounters = new ArrayList<>();
    for (PublishedSlice slice : byName) {
      (slice.hasSharedCounters() ? withCounters : withDevices).add(slice);
    }
    Map<String, CounterSet> counterSets = new HashMap<>();
    String wrong = duplicateDevice(withDevices);
    if (wrong == null) {
      wrong = duplicateCounterSet(withCounters, counterSets);
    }
    if (wrong == null) {
      wrong = unknownCounter(byName, counterSets);
    }
    if (wrong == null) {
      wrong = unknownCounter(others, counterSets);
    }
    return wrong != null
        ? new Pool.Invalid(id, wrong)
        : new Pool.Usable(id, withDevices, others, counterSets);
  }

  private static @Nullable String duplicateDevice(List<PublishedSlice> slices) {
    Set<String> names = new HashSet<>();
    for (PublishedSlice slice : slices) {
      for (Device device : slice.devices()) {
        if (!names.add(device.name())) {
          return "duplicate device name " + device.name();
        }
      }
    }
    return null;
  }

  private static @Nullable String duplicateCounterSet(
      List<PublishedSlice> slices, Map<String, CounterSet> found) {
    for (PublishedSlice slice : slices) {
      for (CounterSet set : slice.slice().sharedCounters()) {
        if (found.putIfAbsent(set.name(), set) != null) {
          return "duplicate counter set name " + set.name();
        }
      }
    }
    return null;
  }

  private static @Nullable String unknownCounter(
      List<PublishedSlice> slices, Map<String, CounterSet> counterSets) {
    for (PublishedSlice slice : slices) {
      for (Device device : slice.devices()) {
        for (CounterConsumption consumption : device.consumesCounters()) {
          CounterSet set = counterSets.get(consumption.counterSet());
          if (set == null) {
            return "counter set " + consumption.counterSet() + " not found";
          }
          for (String counter : consumption.counters().keySet()) {
            if (!set.counters().containsKey(counter)) {
              return "counter " + counter + " not found in counter set " + set.name();
            }
          }
        }
      }
    }
    return null;
  }
}
