package dev.berth.plugins.dynamicresources.allocation;

import dev.berth.model.devices.CounterSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A pool as it shows from a node: the newest generation of its slices that the node can reach.
 *
 * <p>Threading: immutable.
 */
sealed interface Pool {
  PoolId id();

  /**
   * One from which devices can be allocated.
   *
   * @param reachable slices with devices for the node, by name
   * @param others slices of the pool with devices for other nodes, whose use of counters counts
   * @param counterSets by name
   * @param candidates the devices of the reachable slices, in the order in which they are tried
   */
  record Usable(
      PoolId id,
      List<PublishedSlice> reachable,
      List<PublishedSlice> others,
      Map<String, CounterSet> counterSets,
      List<Candidate> candidates)
      implements Pool {
    Usable(
        PoolId id,
        List<PublishedSlice> reachable,
        List<PublishedSlice> others,
        Map<String, CounterSet> counterSets) {
      this(
          id,
          List.copyOf(reachable),
          List.copyOf(others),
          Map.copyOf(counterSets),
          candidatesOf(reachable));
    }

    private static List<Candidate> candidatesOf(List<PublishedSlice> slices) {
      List<Candidate> candidates = new ArrayList<>();
      for (PublishedSlice slice : slices) {
        for (int i = 0; i < slice.devices().size(); i++) {
          candidates.add(new Candidate(slice, i));
        }
      }
      return List.copyOf(candidates);
    }

    /** Whether a device waits for conditions before a pod with it is bound. */
    boolean hasBindingConditions() {
      for (Candidate candidate : candidates) {
        if (!candidate.device().binding().conditions().isEmpty()) {
          return true;
        }
      }
      return false;
    }
  }

  /** One whose slices are not all there: the driver is publishing. */
  record Incomplete(PoolId id) implements Pool {}

  /** One whose slices contradict each other. */
  record Invalid(PoolId id, String reason) implements Pool {}
}
