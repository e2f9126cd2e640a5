package dev.berth.plugins.volumerestrictions;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CountedFilter;
import dev.berth.framework.CycleState;
import dev.berth.framework.DomainRule;
import dev.berth.framework.EnqueueExtensions;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.Lister;
import dev.berth.framework.Listers;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.QueueingHint;
import dev.berth.framework.StateKey;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.model.PodVolume;
import dev.berth.model.VolumeSource;
import dev.berth.model.storage.PersistentVolumeClaim;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps apart pods that cannot use one volume at the same time: disks that a pod names itself on
 * one node, and claims with the access mode ReadWriteOncePod anywhere.
 *
 * <p>Where claims cannot be read, pods with claims are rejected.
 *
 * <p>Mirrors plugins/volumerestrictions, Kubernetes 1.36.3. Threading: immutable, but for what the
 * listers show.
 */
public final class VolumeRestrictions implements CountedFilter, EnqueueExtensions {
  public static final String NAME = "VolumeRestrictions";

  private static final StateKey<ClaimUses> PRE_FILTER = StateKey.of("PreFilter" + NAME);
  private static final Status NO_STATE =
      Status.error("cannot read \"" + PRE_FILTER + "\" from cycleState");
  private static final Status DISK_IN_USE = Status.unschedulable("node(s) had no available disk");
  private static final Status CLAIM_IN_USE =
      Status.unschedulable(
          "node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode"
              + " already in-use by another pod");

  private final Lister<PersistentVolumeClaim> claims;

  public VolumeRestrictions(Listers listers) {
    this.claims = listers.persistentVolumeClaims();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public PreFilterResult preFilter(CycleState state, PodInfo pod, ClusterView view) {
    return look(state, pod, view::isClaimMounted);
  }

  @Override
  public PreFilterResult preFilterByCounts(CycleState state, PodInfo pod, ClusterView view) {
    return look(state, pod, view::isClaimUsed);
  }

  /** Disks differ from node to node. */
  @Override
  public @Nullable List<DomainRule> rules(CycleState state, PodInfo pod) {
    return null;
  }

  private PreFilterResult look(CycleState state, PodInfo pod, Predicate<ObjectKey> isUsed) {
    if (pod.volumes().isEmpty()) {
      return PreFilterResult.skip();
    }
    Set<String> exclusive = new HashSet<>();
    for (PodVolume volume : pod.volumes()) {
      if (volume.source() instanceof VolumeSource.Claim(String claimName)) {
        if (claims.missing() != null) {
          return PreFilterResult.failed(Status.unresolvable(NEEDS_CLAIMS + claims.missing()));
        }
        PersistentVolumeClaim claim = claims.find(key(pod, claimName));
        if (claim == null) {
          return PreFilterResult.failed(
              Status.unresolvable("persistentvolumeclaim \"" + claimName + "\" not found"));
        }
        if (claim.isForOnePod()) {
          exclusive.add(claimName);
        }
      }
    }
    int used = 0;
    for (String claimName : exclusive) {
      used += isUsed.test(key(pod, claimName)) ? 1 : 0;
    }
    if (used == 0 && !DiskConflicts.concern(pod)) {
      return PreFilterResult.skip();
    }
    state.put(PRE_FILTER, new ClaimUses(exclusive, used));
    return PreFilterResult.allNodes();
  }

  private static final String NEEDS_CLAIMS = "the pod has volumes of persistentvolumeclaims: ";

  private static ObjectKey key(PodInfo pod, String claimName) {
    return new ObjectKey(pod.key().namespace(), claimName);
  }

  @Override
  public Status addPod(CycleState state, PodInfo pod, PodInfo added, NodeInfo node) {
    return update(state, added, 1);
  }

  @Override
  public Status removePod(CycleState state, PodInfo pod, PodInfo removed, NodeInfo node) {
    return update(state, removed, -1);
  }

  private static Status update(CycleState state, PodInfo changed, int change) {
    ClaimUses uses = state.find(PRE_FILTER);
    if (uses == null) {
      return NO_STATE;
    }
    uses.update(changed, change);
    return Status.success();
  }

  @Override
  public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
    for (PodInfo placed : node.podsWithVolumes()) {
      if (DiskConflicts.between(pod, placed)) {
        return DISK_IN_USE;
      }
    }
    ClaimUses uses = state.find(PRE_FILTER);
    if (uses == null) {
      return NO_STATE;
    }
    return uses.any() ? CLAIM_IN_USE : Status.success();
  }

  @Override
  public List<EventRegistration> eventsToRegister() {
    return List.of(
        EventRegistration.onPod(
            ClusterEvent.of(EventResource.POD, ActionType.DELETE),
            VolumeRestrictions::afterPodDeleted),
        EventRegistration.always(ClusterEvent.of(EventResource.NODE, ActionType.ADD)),
        EventRegistration.onObject(
            ClusterEvent.of(EventResource.PERSISTENT_VOLUME_CLAIM, ActionType.ADD),
            PersistentVolumeClaim.class,
            (pod, before, added) -> added != null && pod.mounts(added.key()) ? QUEUE : SKIP));
  }

  private static final QueueingHint QUEUE = QueueingHint.QUEUE;
  private static final QueueingHint SKIP = QueueingHint.SKIP;

  private static QueueingHint afterPodDeleted(
      PodInfo pod, @Nullable PodInfo deleted, @Nullable PodInfo after) {
    if (deleted == null || !deleted.key().namespace().equals(pod.key().namespace())) {
      return SKIP;
    }
    return DiskConflicts.between(pod, deleted) || shareClaim(pod, deleted) ? QUEUE : SKIP;
  }

  private static boolean shareClaim(PodInfo pod, PodInfo other) {
    for (PodVolume volume : pod.volumes()) {
      if (volume.source() instanceof VolumeSource.Claim(String claimName)
          && other.mounts(key(pod, claimName))) {
        return true;
      }
    }
    return false;
  }
}
