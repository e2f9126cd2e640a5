package dev.berth.plugins.nodevolumelimits;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.EnqueueExtensions;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.FilterPlugin;
import dev.berth.framework.Lister;
import dev.berth.framework.Listers;
import dev.berth.framework.PreFilterPlugin;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.StateKey;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.model.storage.CsiNode;
import dev.berth.model.storage.PersistentVolumeClaim;
import dev.berth.model.storage.PersistentVolumeSource.Csi;
import dev.berth.model.storage.VolumeAttachment;
import dev.berth.plugins.nodevolumelimits.AttachableVolumes.Brought;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rejects nodes that cannot attach as many volumes of a CSI driver as the pod needs, by what their
 * CSINode says.
 *
 * <p>Counted are the volumes of the pods on the node, what else is attached to it, and the pod's
 * own, each once; in-tree disks as volumes of the drivers that have taken their place, unbound
 * claims as volumes of their class's provisioner. Where one of these kinds cannot be read, pods
 * with such volumes are rejected.
 *
 * <p>Mirrors plugins/nodevolumelimits, Kubernetes 1.36.3, without the gate VolumeLimitScaling.
 * Threading: immutable, but for what the listers show.
 */
public final class NodeVolumeLimits implements PreFilterPlugin, FilterPlugin, EnqueueExtensions {
  public static final String NAME = "NodeVolumeLimits";

  private static final StateKey<Wanted> PRE_FILTER = StateKey.of("PreFilter" + NAME);
  private static final Status TOO_MANY = Status.unschedulable("node(s) exceed max volume count");

  /** What the pod brings to nodes with a CSINode, and to those without. */
  private record Wanted(Brought migrated, Brought plain) {}

  private final Lister<CsiNode> csiNodes;
  private final AttachableVolumes attachable;

  public NodeVolumeLimits(Listers listers) {
    this.csiNodes = listers.csiNodes();
    this.attachable = new AttachableVolumes(listers);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public PreFilterResult preFilter(CycleState state, PodInfo pod, ClusterView view) {
    if (!LimitHints.countsFor(pod)) {
      return PreFilterResult.skip();
    }
    String missing = csiNodes.missing() != null ? csiNodes.missing() : attachable.missing();
    if (missing != null) {
      return PreFilterResult.failed(
          Status.unresolvable(
              "the pod has volumes that count towards limits of nodes: " + missing));
    }
    state.put(PRE_FILTER, wanted(pod));
    return PreFilterResult.allNodes();
  }

  private Wanted wanted(PodInfo pod) {
    return new Wanted(attachable.of(pod, true), attachable.of(pod, false));
  }

  @Override
  public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
    if (pod.volumes().isEmpty()) {
      return Status.success();
    }
    Wanted remembered = state.find(PRE_FILTER);
    Wanted wanted = remembered == null ? wanted(pod) : remembered;
    CsiNode csiNode = csiNodes.find(ObjectKey.ofCluster(node.name()));
    Brought brought = csiNode == null ? wanted.plain() : wanted.migrated();
    if (brought.failure() != null) {
      return brought.failure();
    }
    return csiNode == null || brought.volumes().isEmpty() || !limits(csiNode)
        ? Status.success()
        : judge(brought.volumes(), csiNode, node);
  }

  private static boolean limits(CsiNode csiNode) {
    for (CsiNode.Driver driver : csiNode.drivers()) {
      if (driver.volumeLimit() != null) {
        return true;
      }
    }
    return false;
  }

  private Status judge(Set<Csi> wanted, CsiNode csiNode, NodeInfo node) {
    Set<Csi> used = new HashSet<>();
    for (PodInfo placed : node.podsWithVolumes()) {
      Status failure = attachable.addPlaced(placed, used);
      if (failure != null) {
        return failure;
      }
    }
    Set<Csi> added = new HashSet<>(wanted);
    added.removeAll(used);
    if (added.isEmpty()) {
      return Status.success();
    }
    used.addAll(attachable.attachedTo(node.name()));
    for (CsiNode.Driver driver : csiNode.drivers()) {
      Integer limit = limit(csiNode, driver.name());
      int more = count(added, driver.name());
      if (limit != null && more > 0 && count(used, driver.name()) + more > limit) {
        return TOO_MANY;
      }
    }
    return Status.success();
  }

  /** Of two entries of one driver with a limit the later one counts. */
  private static @Nullable Integer limit(CsiNode csiNode, String driver) {
    Integer limit = null;
    for (CsiNode.Driver entry : csiNode.drivers()) {
      if (entry.name().equals(driver) && entry.volumeLimit() != null) {
        limit = entry.volumeLimit();
      }
    }
    return limit;
  }

  private static int count(Set<Csi> volumes, String driver) {
    int count = 0;
    for (Csi volume : volumes) {
      count += volume.driver().equals(driver) ? 1 : 0;
    }
    return count;
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
