package dev.berth.plugins.dynamicresources;

import dev.berth.model.PodClaims;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.ResourceClaim;
import dev.berth.plugins.dynamicresources.allocation.DeviceAllocator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt knows of a pod's claims, from PreFilter to the end of the binding; without a
 * claim for a pod that needs no devices.
 *
 * <p>Mirrors {@code stateData}, {@code plugins/dynamicresources/dynamicresources.go}, and {@code
 * claimStore}, {@code claims.go} beside it, Kubernetes 1.36.3. Forks of the cycle state share it,
 * as upstream. Threading: one per attempt; scheduler thread, then the attempt's binding thread,
 * never both at once.
 */
final class ClaimState {

  /** One claim of the pod. */
  static final class Entry {
    private ResourceClaim claim;
    private @Nullable Allocation decided;

    private Entry(ResourceClaim claim) {
      this.claim = claim;
    }

    /** As it was when the attempt began, or as the API server answered since. */
    ResourceClaim claim() {
      return claim;
    }

    void replace(ResourceClaim newer) {
      claim = newer;
    }

    /** What this attempt has reserved and not written yet; null: nothing. */
    @Nullable Allocation decided() {
      return decided;
    }

    void decide(Allocation allocation) {
      decided = allocation;
    }

    boolean isToAllocate() {
      return claim.allocation() == null;
    }
  }

  /**
   * What would be allocated on one node.
   *
   * @param allocations for the claims to allocate, in their order
   * @param extended the claim for extended resources as this node needs it; null when it needs none
   * @param mappings of that claim
   */
  record OnNode(
      List<Allocation> allocations,
      @Nullable ResourceClaim extended,
      List<PodClaims.Mapping> mappings) {
    OnNode {
      allocations = List.copyOf(allocations);
      mappings = List.copyOf(mappings);
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private final @Nullable SpecialClaim special;
  private final @Nullable Entry specialEntry;
  private final @Nullable DeviceAllocator allocator;
  private final Map<String, OnNode> byNode = new HashMap<>();
  private final NavigableSet<Integer> unavailable = new TreeSet<>();

  private ClaimState(
      List<ResourceClaim> claims,
      @Nullable SpecialClaim special,
      @Nullable DeviceAllocator allocator) {
    claims.forEach(claim -> entries.add(new Entry(claim)));
    this.special = special;
    this.specialEntry = special == null ? null : new Entry(special.claim());
    if (specialEntry != null) {
      entries.add(specialEntry);
    }
    this.allocator = allocator;
  }

  /** Of a pod that needs no devices, or was rejected before its claims were looked at. */
  static ClaimState none() {
    return new ClaimState(List.of(), null, null);
  }

  /**
   * Of a pod with claims.
   *
   * @param special the claim for its extended resources; null when no DeviceClass offers any
   * @param allocator null when nothing has to be allocated
   */
  static ClaimState of(
      List<ResourceClaim> claims,
      @Nullable SpecialClaim special,
      @Nullable DeviceAllocator allocator) {
    return new ClaimState(claims, special, allocator);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** All claims, the special one last. */
  List<Entry> entries() {
    return entries;
  }

  /** The claims that the pod names itself. */
  List<Entry> named() {
    return specialEntry == null ? entries : entries.subList(0, entries.size() - 1);
  }

  @Nullable SpecialClaim special() {
    return special;
  }

  boolean isSpecial(Entry entry) {
    return entry == specialEntry;
  }

  /** The entry of the special claim; null when there is none. */
  @Nullable Entry specialEntry() {
    return specialEntry;
  }

  @Nullable DeviceAllocator allocator() {
    return allocator;
  }

  void fits(String nodeName, OnNode found) {
    byNode.put(nodeName, found);
  }

  @Nullable OnNode on(String nodeName) {
    return byNode.get(nodeName);
  }

  /** The claim of that index is allocated, and not for every node that was looked at. */
  void unavailable(int index) {
    unavailable.add(index);
  }

  /** Indices in ascending order; upstream takes them in random order. */
  NavigableSet<Integer> unavailable() {
    return unavailable;
  }
}
