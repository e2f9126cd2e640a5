package dev.berth.plugins.dynamicresources;

import dev.berth.framework.Assumptions;
import dev.berth.framework.ClaimWriter;
import dev.berth.framework.DeviceLedger;
import dev.berth.framework.PluginContext;
import dev.berth.framework.PodActivator;
import dev.berth.framework.Status;
import dev.berth.model.PodInfo;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.ClaimConsumer;
import dev.berth.model.devices.ClaimStatus;
import dev.berth.model.devices.ResourceClaim;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps devices for pods that were placed, and gives back what is not needed after all.
 *
 * <p>Mirrors {@code Reserve}, {@code Unreserve} and {@code PostFilter}, {@code
 * plugins/dynamicresources/dynamicresources.go}, Kubernetes 1.36.3. Threading: scheduler thread
 * only.
 */
final class ClaimReservations {

  private static final Logger LOG = LoggerFactory.getLogger(ClaimReservations.class);

  private static final Status DEALLOCATED =
      Status.unschedulable("deallocation of ResourceClaim completed");
  private static final Status DELETED = Status.unschedulable("deletion of ResourceClaim completed");
  private static final int REMEMBERED = 1000;
  private static final Status STILL_NOT = Status.unschedulable("still not schedulable");

  private final DeviceLedger ledger;
  private final Assumptions assumptions;
  private final ClaimWriter writer;
  private final PodActivator activator;

  /** Claims whose reservation or allocation is being taken back, by uid. */
  private final Set<String> givingBack = new HashSet<>();

  /** Why claims could not be taken away from all nodes' sake, by uid, until a pod was told. */
  private final Map<String, String> problems =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > REMEMBERED;
        }
      };

  ClaimReservations(PluginContext context) {
    ledger = context.devices();
    assumptions = context.assumptions();
    writer = context.claimWriter();
    activator = context.activator();
  }

  /**
   * Why the pod has to be tried again after a while: the claim is about to be taken back by this
   * scheduler, or that did not work the last time; null when there is no reason.
   */
  @Nullable Status notYet(ResourceClaim claim) {
    if (givingBack.contains(claim.uid())) {
      return Status.error("resourceclaim " + claim.key() + " is still being given back");
    }
    String problem = problems.remove(claim.uid());
    return problem == null
        ? null
        : Status.error("resourceclaim " + claim.key() + " could not be given back: " + problem);
  }

  /** The claims to allocate get what was found for them on the node. */
  Status reserve(ClaimState state, String nodeName) {
    List<ClaimState.Entry> open =
        state.entries().stream().filter(ClaimState.Entry::isToAllocate).toList();
    ClaimState.OnNode found = state.on(nodeName);
    if (open.isEmpty() || state.allocator() == null) {
      return Status.success();
    }
    if (found == null || found.allocations().isEmpty()) {
      // Device plugins of this node give all that devices would otherwise.
      return open.stream().allMatch(state::isSpecial)
          ? Status.success()
          : Status.error("claim allocation not found for node");
    }
    if (found.allocations().size() != open.size()) {
      return Status.error(
          "internal error, have %d allocations, %d claims to allocate, want %d claims"
              .formatted(found.allocations().size(), open.size(), open.size()));
    }
    Iterator<Allocation> next = found.allocations().iterator();
    for (ClaimState.Entry entry : open) {
      Allocation allocation = next.next();
      entry.decide(allocation);
      ledger.begin(
          entry
              .claim()
              .withStatus(
                  new ClaimStatus(
                      allocation,
                      entry.claim().status().reservedFor(),
                      entry.claim().status().devices())));
    }
    return Status.success();
  }

  void unreserve(ClaimState state, PodInfo pod) {
    for (ClaimState.Entry entry : state.named()) {
      ResourceClaim claim = entry.claim();
      if (ledger.end(claim.uid())) {
        assumptions.restore(claim.kind(), claim.key());
      }
      if (claim.allocation() != null && claim.status().isReservedFor(pod.uid())) {
        givingBack.add(claim.uid());
        writer.release(claim, pod, outcome -> released(claim, pod, outcome));
      }
    }
    unreserveSpecial(state, pod);
  }

  private void unreserveSpecial(ClaimState state, PodInfo pod) {
    SpecialClaim special = state.special();
    ClaimState.Entry entry = state.specialEntry();
    if (special == null || entry == null) {
      return;
    }
    ResourceClaim claim = entry.claim();
    if (ledger.end(special.claim().uid())) {
      assumptions.restore(claim.kind(), claim.key());
    }
    if (SpecialClaim.exists(claim)) {
      delete(claim, pod);
    }
  }

  /**
   * Gives back one claim that keeps the pod from all nodes, or deletes the one that an attempt left
   * for its extended resources.
   */
  Status giveBackOne(ClaimState state, PodInfo pod) {
    for (int index : state.unavailable()) {
      ClaimState.Entry entry = state.entries().get(index);
      ResourceClaim claim = entry.claim();
      if (!state.isSpecial(entry) && isForNobodyElse(claim, pod)) {
        givingBack.add(claim.uid());
        writer.deallocate(claim, outcome -> gaveBack(claim, pod, outcome));
        return DEALLOCATED;
      }
    }
    ClaimState.Entry special = state.specialEntry();
    if (special != null && SpecialClaim.exists(special.claim())) {
      delete(special.claim(), pod);
      return DELETED;
    }
    return STILL_NOT;
  }

  private static boolean isForNobodyElse(ResourceClaim claim, PodInfo pod) {
    List<ClaimConsumer> consumers = claim.status().reservedFor();
    return consumers.isEmpty()
        || (consumers.size() == 1 && consumers.getFirst().uid().equals(pod.uid()));
  }

  private void delete(ResourceClaim claim, PodInfo pod) {
    givingBack.add(claim.uid());
    writer.delete(claim, outcome -> gaveBack(claim, pod, outcome));
  }

  /** The watch tells later, too, but the pod may be tried before that. */
  private void released(ResourceClaim claim, PodInfo pod, ClaimWriter.Outcome outcome) {
    givingBack.remove(claim.uid());
    switch (outcome) {
      case ClaimWriter.Outcome.Written(ResourceClaim now) -> assumptions.assume(now);
      case ClaimWriter.Outcome.Gone _ -> {}
      case ClaimWriter.Outcome.Failed(String problem) ->
          LOG.warn(
              "resourceclaim {} could not be given back for pod {}: {}",
              claim.key(),
              pod.key(),
              problem);
    }
  }

  /** As {@link #released}; a pod that waits for it, and for nothing else, is told of a failure. */
  private void gaveBack(ResourceClaim claim, PodInfo pod, ClaimWriter.Outcome outcome) {
    released(claim, pod, outcome);
    if (outcome instanceof ClaimWriter.Outcome.Failed(String problem)) {
      problems.put(claim.uid(), problem);
      activator.activate(List.of(pod.key()));
    }
  }
}
