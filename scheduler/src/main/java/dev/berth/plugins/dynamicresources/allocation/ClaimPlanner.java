package dev.berth.plugins.dynamicresources.allocation;

import dev.berth.model.Node;
import dev.berth.model.devices.DeviceClass;
import dev.berth.model.devices.DeviceConstraint;
import dev.berth.model.devices.DeviceRequest;
import dev.berth.model.devices.DevicesWanted;
import dev.berth.model.devices.ResourceClaim;
import dev.berth.plugins.dynamicresources.allocation.ClaimPlan.RequestPlan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes of claims what a search on one node needs, and refuses claims that cannot be understood or
 * are too large whatever the node has.
 *
 * <p>Mirrors the first half of {@code Allocate} and {@code validateDeviceRequest},
 * allocator_incubating.go, Kubernetes 1.36.3.
 *
 * <p>Threading: scheduler thread only.
 */
final class ClaimPlanner {
  /** How many devices one claim can have. */
  static final int MAX_DEVICES = 32;

  private final Node node;
  private final NodeDevices devices;
  private final AttemptContext context;

  ClaimPlanner(Node node, NodeDevices devices, AttemptContext context) {
    this.node = node;
    this.devices = devices;
    this.context = context;
  }

  List<ClaimPlan> plan(List<ResourceClaim> claims) throws AllocationException {
    List<ClaimPlan> plans = new ArrayList<>(claims.size());
    for (ResourceClaim claim : claims) {
      plans.add(plan(claim, plans.size()));
    }
    return plans;
  }

  private ClaimPlan plan(ResourceClaim claim, int position) throws AllocationException {
    List<RequestPlan> requests = new ArrayList<>(claim.spec().requests().size());
    long fewest = 0;
    for (DeviceRequest request : claim.spec().requests()) {
      RequestPlan plan = plan(request, claim, position);
      requests.add(plan);
      fewest = saturatedSum(fewest, plan.fewestDevices());
    }
    if (fewest > MAX_DEVICES) {
      throw new AllocationException(
          "claim "
              + claim.key()
              + ": number of requested devices "
              + fewest
              + " exceeds the claim limit of "
              + MAX_DEVICES);
    }
    return new ClaimPlan(claim, requests, constraints(claim));
  }

  private static long saturatedSum(long a, long b) {
    return b > Long.MAX_VALUE - a ? Long.MAX_VALUE : a + b;
  }

  private static List<ConstraintState> constraints(ResourceClaim claim) throws AllocationException {
    List<DeviceConstraint> constraints = claim.spec().constraints();
    List<ConstraintState> states = new ArrayList<>(constraints.size());
    for (DeviceConstraint constraint : constraints) {
      ConstraintState state = ConstraintState.of(constraint);
      if (state == null) {
        throw new AllocationException(
            "claim "
                + claim.key()
                + ", constraint #"
                + states.size()
                + ": empty constraint (unsupported constraint type?)");
      }
      states.add(state);
    }
    return states;
  }

  private RequestPlan plan(DeviceRequest request, ResourceClaim claim, int position)
      throws AllocationException {
    return switch (request) {
      case DeviceRequest.Exactly(var name, var wanted, var adminAccess) ->
          RequestPlan.exactly(
              name, new WishMaker(claim, position, RequestName.of(name), wanted).make(adminAccess));
      case DeviceRequest.FirstAvailable(var name, var alternatives) -> {
        List<Wish> wishes = new ArrayList<>(alternatives.size());
        for (DeviceRequest.SubRequest alternative : alternatives) {
          RequestName both = RequestName.of(name, alternative.name());
          wishes.add(new WishMaker(claim, position, both, alternative.wanted()).make(false));
        }
        if (wishes.isEmpty()) {
          throw unknownRequest(claim, name);
        }
        yield RequestPlan.firstAvailable(name, wishes);
      }
      case DeviceRequest.Unsupported(var name) -> throw unknownRequest(claim, name);
    };
  }

  private static AllocationException unknownRequest(ResourceClaim claim, String request) {
    return new AllocationException(
        "claim "
            + claim.key()
            + ", request "
            + request
            + ": missing device class name (unsupported request type?)");
  }

  /** One request or alternative on its way to a wish. */
  private final class WishMaker {
    private final ResourceClaim claim;
    private final int position;
    private final RequestName name;
    private final DevicesWanted wanted;

    WishMaker(ResourceClaim claim, int position, RequestName name, DevicesWanted wanted) {
      this.claim = claim;
      this.position = position;
      this.name = name;
      this.wanted = wanted;
    }

    Wish make(boolean adminAccess) throws AllocationException {
      for (int i = 0; i < wanted.selectors().size(); i++) {
        if (wanted.selectors().get(i).cel() == null) {
          throw wrong(", selector #" + i + ": CEL expression empty (unsupported selector type?)");
        }
      }
      DeviceClass deviceClass = deviceClass();
      Selectable selectable =
          new Selectable(
              node,
              List.of(
                  new Selectable.Selectors(
                      "class " + deviceClass.key().name(), deviceClass.selectors()),
                  new Selectable.Selectors("claim " + claim.key(), wanted.selectors())),
              context.selectors());
      List<Candidate> all =
          switch (wanted.allocationMode()) {
            case DevicesWanted.EXACT_COUNT -> null;
            case DevicesWanted.ALL -> all(selectable);
            default -> throw wrong(": unsupported count mode " + wanted.allocationMode());
          };
      long count = all == null ? wanted.count() : all.size();
      return new Wish(position, name, wanted, adminAccess, deviceClass, selectable, count, all);
    }

    private DeviceClass deviceClass() throws AllocationException {
      String className = wanted.deviceClassName();
      if (className.isEmpty()) {
        throw unknownRequest(claim, name.own());
      }
      @Nullable DeviceClass found = context.classes().apply(className);
      if (found == null) {
        throw wrong(
            ": could not retrieve device class "
                + className
                + ": deviceclass.resource.k8s.io \""
                + className
                + "\" not found");
      }
      return found;
    }

    /** All devices that match and have the capacity; not if some pool's devices are not known. */
    private List<Candidate> all(Selectable selectable) throws AllocationException {
      List<Candidate> matching = new ArrayList<>();
      for (int p = 0; p < devices.pools().size(); p++) {
        Pool pool = devices.pools().get(p);
        switch (pool) {
          case Pool.Incomplete(var id) ->
              throw wrong(
                  ": asks for all devices, but resource pool "
                      + id
                      + " is currently being updated");
          case Pool.Invalid(var id, var reason) ->
              throw wrong(
                  ": asks for all devices, but resource pool " + id + " is currently invalid");
          case Pool.Usable usable -> {}
        }
        List<Candidate> candidates = NodeDevices.candidates(pool);
        for (int i = 0; i < candidates.size(); i++) {
          Candidate candidate = candidates.get(i);
          if (selectable.has(devices.ordinal(p, i), candidate) && hasCapacity(candidate)) {
            matching.add(candidate);
          }
        }
      }
      return matching;
    }

    private boolean hasCapacity(Candidate candidate) {
      return CapacityRules.fits(
          wanted.capacity(),
          candidate.device(),
          context.allocated().consumed(candidate.id()),
          null);
    }

    private AllocationException wrong(String text) {
      return new AllocationException("claim " + claim.key() + ", request " + name.own() + text);
    }
  }
}
