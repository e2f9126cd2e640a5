package dev.berth.plugins.dynamicresources;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.QueueingHint;
import dev.berth.model.PodInfo;
import dev.berth.model.devices.ResourceClaim;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which changes may help a pod that DynamicResources rejected.
 *
 * <p>Mirrors {@code EventsToRegister}, {@code isSchedulableAfterClaimChange} and {@code
 * isSchedulableAfterPodChange}, {@code plugins/dynamicresources/dynamicresources.go}, Kubernetes
 * 1.36.3, which does not hear of deleted claims: a pod whose claim for extended resources it
 * deleted waits for minutes there. Threading: scheduler thread only.
 */
final class ClaimHints {
  private final ClaimLookup lookup;

  ClaimHints(ClaimLookup lookup) {
    this.lookup = lookup;
  }

  List<EventRegistration> registrations() {
    return List.of(
        EventRegistration.always(
            ClusterEvent.of(
                EventResource.NODE,
                ActionType.ADD,
                ActionType.UPDATE_NODE_LABEL,
                ActionType.UPDATE_NODE_ALLOCATABLE)),
        new EventRegistration(
            ClusterEvent.of(
                EventResource.RESOURCE_CLAIM, ActionType.ADD, ActionType.UPDATE, ActionType.DELETE),
            (pod, before, after) ->
                after == null
                    ? afterClaimDelete(pod, (@Nullable ResourceClaim) before)
                    : afterClaimChange(
                        pod, (@Nullable ResourceClaim) before, (ResourceClaim) after)),
        EventRegistration.onPod(
            ClusterEvent.of(EventResource.POD, ActionType.UPDATE_POD_GENERATED_RESOURCE_CLAIM),
            (pod, before, after) -> afterPodChange(pod, after)),
        EventRegistration.always(
            ClusterEvent.of(EventResource.DEVICE_CLASS, ActionType.ADD, ActionType.UPDATE)),
        EventRegistration.always(
            ClusterEvent.of(EventResource.RESOURCE_SLICE, ActionType.ADD, ActionType.UPDATE)));
  }

  /**
   * A claim was given free, whoever had it; or one of the pod's own was made, or has another
   * status.
   */
  QueueingHint afterClaimChange(PodInfo pod, @Nullable ResourceClaim before, ResourceClaim after) {
    if (!(lookup.of(pod) instanceof ClaimLookup.Result.Found(List<ResourceClaim> own))) {
      return QueueingHint.SKIP;
    }
    if (before != null && before.allocation() != null && after.allocation() == null) {
      return QueueingHint.QUEUE;
    }
    boolean isOwn = own.stream().anyMatch(claim -> claim.uid().equals(after.uid()));
    boolean saysMore = before == null || !before.status().equals(after.status());
    return isOwn && saysMore ? QueueingHint.QUEUE : QueueingHint.SKIP;
  }

  /** A claim went with its devices, or was the pod's for extended resources. */
  static QueueingHint afterClaimDelete(PodInfo pod, @Nullable ResourceClaim before) {
    return before == null
            || before.allocation() != null
            || (before.meta().forExtendedResources() && before.meta().isControlledBy(pod.uid()))
        ? QueueingHint.QUEUE
        : QueueingHint.SKIP;
  }

  /** The pod's own claims were made. */
  QueueingHint afterPodChange(PodInfo pod, @Nullable PodInfo after) {
    return after != null
            && after.uid().equals(pod.uid())
            && lookup.of(after) instanceof ClaimLookup.Result.Found
        ? QueueingHint.QUEUE
        : QueueingHint.SKIP;
  }
}
