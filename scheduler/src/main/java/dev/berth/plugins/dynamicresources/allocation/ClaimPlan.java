package dev.berth.plugins.dynamicresources.allocation;

import dev.berth.model.devices.ResourceClaim;
import java.util.List;

/**
 * A claim that is being allocated on a node.
 *
 * <p>Threading: scheduler thread only.
 */
record ClaimPlan(
    ResourceClaim claim, List<RequestPlan> requests, List<ConstraintState> constraints) {

  /**
   * A request and the alternative that the search tries, or settled for.
   *
   * <p>Threading: scheduler thread only.
   */
  static final class RequestPlan {
    private final String name;
    private final boolean prioritized;
    private final List<Wish> wishes;
    private int chosen;

    private RequestPlan(String name, boolean prioritized, List<Wish> wishes) {
      this.name = name;
      this.prioritized = prioritized;
      this.wishes = List.copyOf(wishes);
    }

    static RequestPlan exactly(String name, Wish wish) {
      return new RequestPlan(name, false, List.of(wish));
    }

    static RequestPlan firstAvailable(String name, List<Wish> wishes) {
      return new RequestPlan(name, true, wishes);
    }

    String name() {
      return name;
    }

    /** Whether there are alternatives to try one after the other, be it only one. */
    boolean isPrioritized() {
      return prioritized;
    }

    int alternatives() {
      return wishes.size();
    }

    void choose(int alternative) {
      chosen = alternative;
    }

    Wish chosen() {
      return wishes.get(chosen);
    }

    /** The fewest devices it can do with. */
    long fewestDevices() {
      return wishes.stream().mapToLong(Wish::count).min().orElse(0);
    }
  }
}
