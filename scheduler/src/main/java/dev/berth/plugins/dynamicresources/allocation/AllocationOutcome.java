package dev.berth.plugins.dynamicresources.allocation;

import dev.berth.model.devices.Allocation;
import java.util.List;

/**
 * What came of looking for devices on one node.
 *
 * <p>Threading: immutable.
 */
public sealed interface AllocationOutcome {

  /** There are devices for all claims: one allocation for each, in the order of the claims. */
  record Allocated(List<Allocation> allocations) implements AllocationOutcome {
    public Allocated {
      allocations = List.copyOf(allocations);
    }
  }

  /** The devices of this node do not do. */
  record NotPossible() implements AllocationOutcome {}

  /** The devices of this node do not do, and some cannot be used; other nodes may do. */
  record NodeUnfit(String text) implements AllocationOutcome {}

  /** A claim, a class or a slice is wrong, whatever the node: the attempt ends with an error. */
  record Failed(String text) implements AllocationOutcome {}

  /** The search was given up for its length; another time it may do. */
  record TimedOut() implements AllocationOutcome {}
}
