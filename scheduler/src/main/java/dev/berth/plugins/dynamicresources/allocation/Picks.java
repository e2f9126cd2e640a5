package dev.berth.plugins.dynamicresources.allocation;

import dev.berth.model.Quantity;
import dev.berth.model.devices.Device;
import dev.berth.model.devices.DeviceId;
import dev.berth.plugins.dynamicresources.allocation.PoolCounters.CounterKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The devices that a search has picked so far, and what they use up. The last one picked is the
 * first to be given back.
 *
 * <p>Mirrors {@code allocateDevice} and {@code rollbackDevice}, allocator_incubating.go, Kubernetes
 * 1.36.3.
 *
 * <p>Threading: scheduler thread only.
 */
final class Picks {
  /**
   * A device that was picked for a wish.
   *
   * @param shareId null for a whole device
   * @param consumed of a device that several claims share
   */
  record Pick(
      Wish wish, Candidate candidate, @Nullable String shareId, Map<String, Quantity> consumed) {}

  /** How it was before a pick; null where there was nothing. */
  private record Before(
      @Nullable Map<CounterKey, Quantity> counters, @Nullable Map<String, Quantity> capacity) {}

  private final List<ClaimPlan> claims;
  private final NodeDevices devices;
  private final AttemptContext context;

  private final List<List<Pick>> byClaim = new ArrayList<>();
  private final Deque<Pick> inOrder = new ArrayDeque<>();
  private final Deque<Before> undo = new ArrayDeque<>();

  /** The claims that have a whole device. */
  private final Map<DeviceId, BitSet> taken = new HashMap<>();

  /** What shares consume. An empty map still says that the device is shared. */
  private final Map<DeviceId, Map<String, Quantity>> capacity = new HashMap<>();

  /** What devices consume, by name of the pool. */
  private final Map<String, Map<CounterKey, Quantity>> counters = new HashMap<>();

  Picks(List<ClaimPlan> claims, NodeDevices devices, AttemptContext context) {
    this.claims = claims;
    this.devices = devices;
    this.context = context;
    for (int i = 0; i < claims.size(); i++) {
      byClaim.add(new ArrayList<>());
    }
  }

  List<Pick> of(int claim) {
    return byClaim.get(claim);
  }

  /** Whether a device is out of the question for a wish, as far as that is cheap to say. */
  boolean isInUse(Wish wish, Candidate candidate) {
    BitSet claimsWithIt = taken.get(candidate.id());
    return wish.adminAccess()
        ? claimsWithIt != null && claimsWithIt.get(wish.claim())
        : (claimsWithIt != null && !claimsWithIt.isEmpty())
            || context.allocated().isTaken(candidate.id());
  }

  /** Whether a device has the capacity that is wanted. */
  boolean hasCapacity(Wish wish, Candidate candidate) {
    return CapacityRules.fits(
        wish.wanted().capacity(),
        candidate.device(),
        context.allocated().consumed(candidate.id()),
        capacity.get(candidate.id()));
  }

  /**
   * Picks a device that the wish's selectors match, unless it is in use, lacks something, or is
   * against a constraint.
   *
   * @param must whether there is no other way: a constraint against it is then an error
   */
  boolean take(Wish wish, Candidate candidate, boolean must) throws AllocationException {
    Device device = candidate.device();
    if (!(device.shareable() && wish.adminAccess()) && isInUse(wish, candidate)) {
      return false;
    }
    Map<CounterKey, Quantity> countersAfter = null;
    if (!device.consumesCounters().isEmpty() && !isSharedAlready(candidate)) {
      countersAfter = PoolCounters.plus(countersOf(candidate), candidate);
      if (!context.counters().cover(devices, candidate, countersAfter)) {
        return false;
      }
    }
    if (!wish.toleratesTaintsOf(candidate) || !constrain(wish, candidate, must)) {
      return false;
    }
    if (!hasCapacity(wish, candidate)) {
      release(wish, claims.get(wish.claim()).constraints().size());
      return false;
    }
    record(wish, candidate, countersAfter);
    return true;
  }

  private Map<CounterKey, Quantity> countersOf(Candidate candidate) {
    return counters.getOrDefault(candidate.slice().poolId().pool(), Map.of());
  }

  /** The first share of a device pays its counters. */
  private boolean isSharedAlready(Candidate candidate) {
    return candidate.device().shareable()
        && (context.allocated().consumed(candidate.id()) != null
            || capacity.containsKey(candidate.id()));
  }

  private boolean constrain(Wish wish, Candidate candidate, boolean must)
      throws AllocationException {
    ClaimPlan plan = claims.get(wish.claim());
    for (int i = 0; i < plan.constraints().size(); i++) {
      if (plan.constraints().get(i).add(wish, candidate)) {
        continue;
      }
      release(wish, i);
      if (must) {
        throw new AllocationException(
            "claim "
                + plan.claim().key()
                + ", request "
                + wish.name().own()
                + ": cannot add device "
                + candidate.id()
                + " because a claim constraint would not be satisfied");
      }
      return false;
    }
    return true;
  }

  /** Takes a device out of the first constraints of a claim. */
  private void release(Wish wish, int constraints) {
    for (int i = constraints - 1; i >= 0; i--) {
      claims.get(wish.claim()).constraints().get(i).remove(wish);
    }
  }

  private void record(
      Wish wish, Candidate candidate, @Nullable Map<CounterKey, Quantity> countersAfter) {
    String pool = candidate.slice().poolId().pool();
    undo.push(new Before(counters.get(pool), capacity.get(candidate.id())));
    if (countersAfter != null) {
      counters.put(pool, countersAfter);
    }
    Map<String, Quantity> consumed = Map.of();
    String shareId = null;
    if (candidate.device().shareable()) {
      consumed = CapacityRules.consumption(wish.wanted().capacity(), candidate.device());
      shareId = context.shareIds().get();
      Map<String, Quantity> sum = new HashMap<>(capacity.getOrDefault(candidate.id(), Map.of()));
      consumed.forEach((name, amount) -> sum.merge(name, amount, Quantity::plus));
      capacity.put(candidate.id(), sum);
    } else {
      taken.computeIfAbsent(candidate.id(), id -> new BitSet()).set(wish.claim());
    }
    Pick pick = new Pick(wish, candidate, shareId, consumed);
    byClaim.get(wish.claim()).add(pick);
    inOrder.push(pick);
  }

  /** Gives the device that was picked last back. */
  void giveBack() {
    Pick pick = inOrder.pop();
    Before before = undo.pop();
    Wish wish = pick.wish();
    Candidate candidate = pick.candidate();
    byClaim.get(wish.claim()).removeLast();
    if (candidate.device().shareable()) {
      restore(capacity, candidate.id(), before.capacity());
    } else {
      BitSet claimsWithIt = taken.get(candidate.id());
      if (claimsWithIt != null) {
        claimsWithIt.clear(wish.claim());
      }
    }
    release(wish, claims.get(wish.claim()).constraints().size());
    restore(counters, candidate.slice().poolId().pool(), before.counters());
  }

  private static <K, V> void restore(Map<K, V> table, K key, @Nullable V value) {
    if (value == null) {
      table.remove(key);
    } else {
      table.put(key, value);
    }
  }
}
