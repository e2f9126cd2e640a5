package dev.berth.plugins.dynamicresources;

import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.NodeSelector;
import dev.berth.model.PodInfo;
import dev.berth.model.devices.ResourceClaim;
import dev.berth.plugins.dynamicresources.allocation.AllocationOutcome;
import dev.berth.plugins.dynamicresources.allocation.DeviceAllocator;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a pod can have its devices on a node, and remembers which they would be.
 *
 * <p>Mirrors {@code Filter}, {@code plugins/dynamicresources/dynamicresources.go}, Kubernetes
 * 1.36.3. Threading: scheduler thread only.
 */
final class ClaimFilter {

  private static final Status NOT_THERE =
      Status.unresolvable("resourceclaim not available on the node");
  private static final Status NOT_ALL = Status.unresolvable("cannot allocate all claims");

  private final BindingConditions conditions;
  private final InstantSource clock;

  ClaimFilter(BindingConditions conditions, InstantSource clock) {
    this.conditions = conditions;
    this.clock = clock;
  }

  Status filter(ClaimState state, PodInfo pod, NodeInfo node) {
    // 1. Extended resources: from devices, or from device plugins.
    ResourceClaim extended = null;
    RequestMappings mappings = RequestMappings.NONE;
    boolean namesClaims = !state.named().isEmpty();
    switch (ExtendedResources.onNode(state.special(), pod, node, namesClaims)) {
      case ExtendedResources.Verdict.Rejected(Status status) -> {
        return status;
      }
      case ExtendedResources.Verdict.NothingToAllocate _ -> {
        if (!namesClaims) {
          return Status.success();
        }
      }
      case ExtendedResources.Verdict.ToAllocate(ResourceClaim claim, RequestMappings its) -> {
        extended = claim;
        mappings = its;
      }
    }

    // 2. Claims that are allocated: here, and not hopeless?
    List<Integer> unavailable = unavailable(state, node);

    // 3. Claims that are not: can they be?
    DeviceAllocator allocator = state.allocator();
    AllocationOutcome.Allocated found = null;
    if (allocator != null) {
      switch (allocator.allocate(node.node(), toAllocate(state, extended))) {
        case AllocationOutcome.Allocated some -> found = some;
        case AllocationOutcome.NotPossible _ -> {
          return NOT_ALL;
        }
        case AllocationOutcome.NodeUnfit(String reason) -> {
          return Status.unresolvable(reason);
        }
        case AllocationOutcome.Failed(String reason) -> {
          return Status.error(reason);
        }
        case AllocationOutcome.TimedOut _ -> {
          return Status.error("node " + node.name() + ": timed out trying to allocate devices");
        }
      }
    }
    if (!unavailable.isEmpty()) {
      unavailable.forEach(state::unavailable);
      return NOT_THERE;
    }
    if (found != null) {
      state.fits(
          node.name(), new ClaimState.OnNode(found.allocations(), extended, mappings.mappings()));
    }
    return Status.success();
  }

  private List<Integer> unavailable(ClaimState state, NodeInfo node) {
    List<Integer> indices = new ArrayList<>(0);
    for (int i = 0; i < state.entries().size(); i++) {
      ResourceClaim claim = state.entries().get(i).claim();
      NodeSelector nodes = claim.allocation() == null ? null : claim.allocation().nodes();
      if ((nodes != null && !nodes.matches(node.node())) || isHopeless(claim)) {
        indices.add(i);
      }
    }
    return indices;
  }

  private boolean isHopeless(ResourceClaim claim) {
    return claim.allocation() != null
        && switch (BindingConditions.of(claim)) {
          case BindingConditions.Readiness.Ready _ -> false;
          case BindingConditions.Readiness.NotYet _ -> conditions.isOverdue(claim, clock.instant());
          case BindingConditions.Readiness.Failed _ -> true;
        };
  }

  private static List<ResourceClaim> toAllocate(
      ClaimState state, @Nullable ResourceClaim extended) {
    List<ResourceClaim> claims = new ArrayList<>();
    for (ClaimState.Entry entry : state.entries()) {
      if (entry.isToAllocate()) {
        claims.add(extended != null && state.isSpecial(entry) ? extended : entry.claim());
      }
    }
    return claims;
  }
}
