package dev.berth.plugins.dynamicresources.allocation;

import java.util.ArrayList;
import java.util.List;

/**
 * The pools that a node can reach, in the order in which they are tried: by driver and name, those
 * with binding conditions last.
 *
 * <p>Threading: immutable.
 *
 * @param offsets how many candidates the pools before each one have
 */
record NodeDevices(List<Pool> pools, List<Integer> offsets) {
  static NodeDevices of(List<Pool> pools) {
    List<Integer> offsets = new ArrayList<>(pools.size());
    int candidates = 0;
    for (Pool pool : pools) {
      offsets.add(candidates);
      candidates += candidates(pool).size();
    }
    return new NodeDevices(List.copyOf(pools), List.copyOf(offsets));
  }

  /** What may be allocated of a pool: nothing while it is incomplete or invalid. */
  static List<Candidate> candidates(Pool pool) {
    return switch (pool) {
      case Pool.Usable usable -> usable.candidates();
      case Pool.Incomplete incomplete -> List.of();
      case Pool.Invalid invalid -> List.of();
    };
  }

  /** The place of a candidate among all candidates. */
  int ordinal(int pool, int candidate) {
    return offsets.get(pool) + candidate;
  }

  /** The pool of a candidate. */
  Pool.Usable usable(PoolId id) {
    for (Pool pool : pools) {
      if (pool instanceof Pool.Usable usable && usable.id().equals(id)) {
        return usable;
      }
    }
    throw new IllegalArgumentException("pool " + id + " has no candidates on this node");
  }

  boolean hasInvalidPool() {
    for (Pool pool : pools) {
      if (pool instanceof Pool.Invalid) {
        return true;
      }
    }
    return false;
  }
}
