package dev.berth.plugins.dynamicresources;

import dev.berth.config.DynamicResourcesArgs;
import dev.berth.framework.DeviceLedger;
import dev.berth.framework.Lister;
import dev.berth.framework.Listers;
import dev.berth.framework.PluginContext;
import dev.berth.framework.Status;
import dev.berth.model.NodeSelector;
import dev.berth.model.NodeSelectorTerm;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.DeviceRequest;
import dev.berth.model.devices.DevicesWanted;
import dev.berth.model.devices.ResourceClaim;
import dev.berth.plugins.dynamicresources.cel.DeviceSelectors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a pod's claims before any node is: may the pod use them now, and do their classes exist?
 *
 * <p>Mirrors {@code PreEnqueue} and {@code PreFilter}, {@code
 * plugins/dynamicresources/dynamicresources.go}, Kubernetes 1.36.3. Threading: scheduler thread
 * only.
 */
final class ClaimChecks {

  /** What was seen. */
  sealed interface Result {
    /** The pod needs no devices. */
    record Nothing() implements Result {}

    record Rejected(Status status) implements Result {}

    record Claims(ClaimState state) implements Result {}
  }

  private static final Result NOTHING = new Result.Nothing();

  private final Listers listers;
  private final DeviceLedger ledger;
  private final ClaimLookup lookup;
  private final ExtendedResources extended;
  private final ClaimReservations reservations;
  private final Allocators allocators;

  ClaimChecks(
      DynamicResourcesArgs args,
      PluginContext context,
      DeviceSelectors selectors,
      ClaimLookup lookup,
      ClaimReservations reservations) {
    this.listers = context.listers();
    this.ledger = context.devices();
    this.lookup = lookup;
    this.extended = new ExtendedResources(context.listers(), context.random());
    this.reservations = reservations;
    this.allocators = new Allocators(args.filterTimeout(), context, selectors);
  }

  /** Kinds that cannot be read do not keep a pod out: PreFilter then says what is missing. */
  Status preEnqueue(PodInfo pod) {
    if (pod.claims().claims().isEmpty() || missing() != null) {
      return Status.success();
    }
    return switch (lookup.of(pod)) {
      case ClaimLookup.Result.Found _ -> Status.success();
      case ClaimLookup.Result.Unusable(String reason) -> Status.unresolvable(reason);
    };
  }

  /** As {@link dev.berth.framework.Recountable#recount}. */
  boolean recount(PodInfo pod) {
    if (asksForNothing(pod)) {
      return true;
    }
    boolean rightlyTaken = ledger.recount();
    boolean rightlyOffered = allocators.recount();
    return rightlyTaken && rightlyOffered;
  }

  private static boolean asksForNothing(PodInfo pod) {
    return pod.claims().claims().isEmpty() && pod.extendedResources().isEmpty();
  }

  Result look(PodInfo pod) {
    if (asksForNothing(pod)) {
      return NOTHING;
    }

    // 1. What the pod names, and what stands for its extended resources.
    SpecialClaim special = extended.of(pod);
    String missing = pod.claims().claims().isEmpty() && special == null ? null : missing();
    if (missing != null) {
      return rejected(missing);
    }
    List<ResourceClaim> named;
    switch (lookup.of(pod)) {
      case ClaimLookup.Result.Unusable(String reason) -> {
        return rejected(reason);
      }
      case ClaimLookup.Result.Found(List<ResourceClaim> claims) -> named = claims;
    }
    if (named.isEmpty() && special == null) {
      return NOTHING;
    }

    // 2. Those that are to be allocated.
    boolean allocates = false;
    for (ResourceClaim claim : named) {
      Status status = check(claim);
      if (status != null) {
        return new Result.Rejected(status);
      }
      allocates |= claim.allocation() == null;
    }
    if (special != null) {
      Status notYet = reservations.notYet(special.claim());
      if (notYet != null) {
        return new Result.Rejected(notYet);
      }
      allocates |= special.claim().allocation() == null;
    }
    return new Result.Claims(ClaimState.of(named, special, allocates ? allocators.begin() : null));
  }

  private static Result rejected(String reason) {
    return new Result.Rejected(Status.unresolvable(reason));
  }

  /** Why claims cannot be judged at all, or null. */
  private @Nullable String missing() {
    for (Lister<?> needed :
        List.of(listers.resourceClaims(), listers.deviceClasses(), listers.resourceSlices())) {
      String missing = needed.missing();
      if (missing != null) {
        return "the pod needs devices: " + missing;
      }
    }
    return null;
  }

  private @Nullable Status check(ResourceClaim claim) {
    Allocation allocation = claim.allocation();
    Status notYet = reservations.notYet(claim);
    if (notYet != null) {
      return notYet;
    }
    if (allocation != null) {
      return allocation.nodes() == null ? null : check(allocation.nodes());
    }
    if (ledger.isPending(claim.uid())) {
      return Status.unresolvable(
          "resource claim " + claim.key() + " is in the process of being allocated");
    }
    for (DeviceRequest request : claim.spec().requests()) {
      Status status = check(claim, request);
      if (status != null) {
        return status;
      }
    }
    return null;
  }

  private static @Nullable Status check(NodeSelector nodes) {
    for (NodeSelectorTerm term : nodes.terms()) {
      if (term.parseError() != null) {
        return Status.error(term.parseError());
      }
    }
    return null;
  }

  private @Nullable Status check(ResourceClaim claim, DeviceRequest request) {
    return switch (request) {
      case DeviceRequest.Exactly(String name, DevicesWanted wanted, _) -> check(wanted, name);
      case DeviceRequest.FirstAvailable(String name, var alternatives) -> {
        for (DeviceRequest.SubRequest alternative : alternatives) {
          Status status = check(alternative.wanted(), name + "/" + alternative.name());
          if (status != null) {
            yield status;
          }
        }
        yield alternatives.isEmpty() ? unknown(claim, name) : null;
      }
      case DeviceRequest.Unsupported(String name) -> unknown(claim, name);
    };
  }

  private static Status unknown(ResourceClaim claim, String request) {
    return Status.unresolvable(
        "resource claim %s, request %s: unknown request type".formatted(claim.key(), request));
  }

  private @Nullable Status check(DevicesWanted wanted, String request) {
    String name = wanted.deviceClassName();
    if (name.isEmpty()) {
      return Status.error("request " + request + ": unsupported request type");
    }
    return listers.deviceClasses().find(ObjectKey.ofCluster(name)) == null
        ? Status.unresolvable("request %s: device class %s does not exist".formatted(request, name))
        : null;
  }
}
