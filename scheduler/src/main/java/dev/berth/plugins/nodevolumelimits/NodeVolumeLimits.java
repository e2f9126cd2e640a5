package dev.berth.plugins.nodevolumelimits;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CountedFilter;
import dev.berth.framework.CycleState;
import dev.berth.framework.DomainRule;
import dev.berth.framework.EnqueueExtensions;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.KeptFacts;
import dev.berth.framework.Listers;
import dev.berth.framework.MemoizedFilter;
import dev.berth.framework.NodeDependence;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.StateKey;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.model.storage.CsiNode;
import dev.berth.model.storage.PersistentVolumeClaim;
import dev.berth.model.storage.VolumeAttachment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rejects nodes that cannot attach as many volumes of a CSI driver as the pod needs, by what their
 * CSINode says.
 *
 * <p>Counted are the volumes of the pods on the node, what else is attached to it, and the pod's
 * own, each once; in-tree disks as volumes of the drivers that have taken their place, unbound
 * claims as volumes of their class's provisioner. The view keeps what is counted of each node, see
 * {@link AttachableVolumes}. Where one of these kinds cannot be read, pods with such volumes are
 * rejected.
 *
 * <p>Mirrors plugins/nodevolumelimits, Kubernetes 1.36.3, without the gate VolumeLimitScaling.
 * Threading: immutable, but for what the listers show.
 */
public final class NodeVolumeLimits implements CountedFilter, MemoizedFilter, EnqueueExtensions {
  public static final String NAME = "NodeVolumeLimits";

  private static final StateKey<Wanted> PRE_FILTER = StateKey.of("PreFilter" + NAME);
  private static final StateKey<KeptFacts<AttachedVolumes>> KEPT = StateKey.of("Kept" + NAME);
  private static final Status TOO_MANY = Status.unschedulable("node(s) exceed max volume count");

  /**
   * What the pod brings to nodes with a CSINode, and to those without.
   *
   * @param keeper keeps facts of its nodes; null when they are to be worked out
   * @param tally of a node that is not one of these, as in a dry run; null with the keeper
   */
  private record Wanted(
      BroughtVolumes migrated,
      BroughtVolumes plain,
      @Nullable ClusterView keeper,
      @Nullable NodeTally tally) {}

  private final AttachableVolumes attachable;

  public NodeVolumeLimits(Listers listers) {
    this.attachable = AttachableVolumes.among(listers);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public PreFilterResult preFilter(CycleState state, PodInfo pod, ClusterView view) {
    return look(state, pod, null);
  }

  @Override
  public PreFilterResult preFilterByCounts(CycleState state, PodInfo pod, ClusterView view) {
    return look(state, pod, view);
  }

  /** Nodes differ one by one. */
  @Override
  public @Nullable List<DomainRule> rules(CycleState state, PodInfo pod) {
    return null;
  }

  private PreFilterResult look(CycleState state, PodInfo pod, @Nullable ClusterView keeper) {
    if (!LimitHints.countsFor(pod)) {
      return PreFilterResult.skip();
    }
    String missing = attachable.missing();
    if (missing != null) {
      return PreFilterResult.failed(
          Status.unresolvable(
              "the pod has volumes that count towards limits of nodes: " + missing));
    }
    state.put(PRE_FILTER, wanted(pod, keeper));
    return PreFilterResult.allNodes();
  }

  private Wanted wanted(PodInfo pod, @Nullable ClusterView keeper) {
    return new Wanted(
        attachable.broughtBy(pod, true),
        attachable.broughtBy(pod, false),
        keeper,
        keeper == null ? null : new NodeTally(attachable, keeper));
  }

  @Override
  public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
    if (pod.volumes().isEmpty()) {
      return Status.success();
    }
    Wanted remembered = state.find(PRE_FILTER);
    Wanted wanted = remembered == null ? wanted(pod, null) : remembered;
    if (wanted.plain().failure() != null || wanted.migrated().failure() != null) {
      BroughtVolumes brought = attachable.hasCsiNode(node) ? wanted.migrated() : wanted.plain();
      if (brought.failure() != null) {
        return brought.failure();
      }
    }
    return wanted.migrated().isEmpty() ? Status.success() : judge(state, wanted, node);
  }

  /** A node without a CSINode has no limits. */
  private Status judge(CycleState state, Wanted wanted, NodeInfo node) {
    VolumesOnNode there = on(state, wanted, node);
    if (there.failure() != null) {
      return there.failure();
    }
    return there.haveRoomFor(wanted.migrated().byDriver()) ? Status.success() : TOO_MANY;
  }

  private VolumesOnNode on(CycleState state, Wanted wanted, NodeInfo node) {
    if (wanted.tally() == null) {
      return attachable.of(node);
    }
    KeptFacts<AttachedVolumes> kept = state.find(KEPT);
    AttachedVolumes known = kept == null ? null : kept.of(node);
    return known == null ? wanted.tally().of(node) : known;
  }

  @Override
  public NodeDependence filterDependence() {
    return NodeDependence.NODE_AND_PODS;
  }

  /** Has nodes judged by kept facts from now on, where they may be used. */
  @Override
  public @Nullable Object filterAspect(CycleState state, PodInfo pod) {
    Wanted wanted = state.find(PRE_FILTER);
    if (wanted == null
        || wanted.keeper() == null
        || wanted.plain().failure() != null
        || wanted.migrated().failure() != null) {
      return null;
    }
    KeptFacts<AttachedVolumes> kept = wanted.keeper().memos().facts(attachable);
    if (kept == null) {
      return null;
    }
    state.put(KEPT, kept);
    return wanted.migrated().aspect(kept);
  }

  @Override
  public List<EventRegistration> eventsToRegister() {
    return List.of(
        EventRegistration.always(ClusterEvent.of(EventResource.CSI_NODE, ActionType.ADD)),
        EventRegistration.onObject(
            ClusterEvent.of(EventResource.CSI_NODE, ActionType.UPDATE),
            CsiNode.class,
            LimitHints::afterCsiNodeUpdate),
        EventRegistration.onPod(
            ClusterEvent.of(EventResource.POD, ActionType.DELETE), LimitHints::afterPodDeleted),
        EventRegistration.onObject(
            ClusterEvent.of(EventResource.PERSISTENT_VOLUME_CLAIM, ActionType.ADD),
            PersistentVolumeClaim.class,
            LimitHints::afterClaimAdded),
        EventRegistration.onObject(
            ClusterEvent.of(EventResource.VOLUME_ATTACHMENT, ActionType.DELETE),
            VolumeAttachment.class,
            LimitHints::afterDetachment));
  }
}
