package dev.berth.plugins.nodevolumelimits;

import dev.berth.framework.GroupedLister;
import dev.berth.framework.Lister;
import dev.berth.framework.Listers;
import dev.berth.framework.NodeFacts;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.model.PodVolume;
import dev.berth.model.VolumeSource;
import dev.berth.model.storage.CsiNode;
import dev.berth.model.storage.CsiTranslation;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeClaim;
import dev.berth.model.storage.PersistentVolumeSource;
import dev.berth.model.storage.PersistentVolumeSource.Csi;
import dev.berth.model.storage.StorageClass;
import dev.berth.model.storage.UntranslatableVolumeException;
import dev.berth.model.storage.VolumeAttachment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which volumes of CSI drivers pods bring to a node, and what of them a node has.
 *
 * <p>Mirrors {@code filterAttachableVolumes} and what it calls, plugins/nodevolumelimits/csi.go,
 * Kubernetes 1.36.3. Threading: scheduler thread only.
 */
record AttachableVolumes(
    Lister<CsiNode> csiNodes,
    Lister<PersistentVolumeClaim> claims,
    Lister<PersistentVolume> volumes,
    Lister<StorageClass> classes,
    GroupedLister<VolumeAttachment> attachments)
    implements NodeFacts<AttachedVolumes> {

  static AttachableVolumes among(Listers listers) {
    return new AttachableVolumes(
        listers.csiNodes(),
        listers.persistentVolumeClaims(),
        listers.persistentVolumes(),
        listers.storageClasses(),
        listers.volumeAttachments());
  }

  /** Why one of the kinds is not known, or null. */
  @Nullable String missing() {
    for (Lister<?> lister : List.of(csiNodes, claims, volumes, classes, attachments)) {
      if (lister.missing() != null) {
        return lister.missing();
      }
    }
    return null;
  }

  /**
   * The volumes of a pod that is to be placed; one whose claim does not exist cannot be placed.
   *
   * @param migrated whether the node has a CSINode, so that drivers serve in-tree volumes there
   */
  BroughtVolumes broughtBy(PodInfo pod, boolean migrated) {
    Set<Csi> into = new HashSet<>();
    return BroughtVolumes.of(collect(pod, migrated, true, into), into);
  }

  boolean hasCsiNode(NodeInfo node) {
    return csiNodes.find(ObjectKey.ofCluster(node.name())) != null;
  }

  /** How many volumes the node can attach, by driver; none when it has no CSINode. */
  Map<String, Integer> limitsOf(String nodeName) {
    CsiNode csiNode = csiNodes.find(ObjectKey.ofCluster(nodeName));
    return csiNode == null ? Map.of() : limits(csiNode);
  }

  @Override
  public AttachedVolumes of(NodeInfo node) {
    Map<String, Integer> limits = limitsOf(node.name());
    if (limits.isEmpty()) {
      return AttachedVolumes.WITHOUT_LIMITS;
    }
    Set<Csi> used = new HashSet<>();
    for (PodInfo placed : node.podsWithVolumes()) {
      Status failure = collectUsed(placed, used);
      if (failure != null) {
        return AttachedVolumes.failed(failure, limits);
      }
    }
    Set<Csi> attached = attachedTo(node.name());
    attached.addAll(used);
    Map<String, Integer> counts = new HashMap<>();
    for (Csi volume : attached) {
      counts.merge(volume.driver(), 1, Integer::sum);
    }
    return new AttachedVolumes(null, used, counts, limits);
  }

  /** Of two entries of one driver with a limit the later one counts. */
  private static Map<String, Integer> limits(CsiNode csiNode) {
    Map<String, Integer> limits = new HashMap<>();
    for (CsiNode.Driver driver : csiNode.drivers()) {
      if (driver.volumeLimit() != null) {
        limits.put(driver.name(), driver.volumeLimit());
      }
    }
    return limits;
  }

  @Override
  public Set<Csi> named(AttachedVolumes facts) {
    return facts.used();
  }

  /** The volumes of a pod on a node that has limits, or why they cannot be said. */
  @Nullable Status collectUsed(PodInfo placed, Set<Csi> into) {
    return collect(placed, true, false, into);
  }

  private @Nullable Status collect(PodInfo pod, boolean migrated, boolean isNew, Set<Csi> into) {
    for (PodVolume volume : pod.volumes()) {
      Status failure =
          switch (volume.source()) {
            case VolumeSource.Claim _, VolumeSource.Ephemeral _ ->
                addClaim(pod, volume, migrated, isNew, into);
            case VolumeSource.Disk disk -> migrated ? addDisk(volume, disk, into) : null;
            case VolumeSource.Rbd _, VolumeSource.Iscsi _ -> null;
          };
      if (failure != null) {
        return failure;
      }
    }
    return null;
  }

  private static @Nullable Status addDisk(PodVolume volume, VolumeSource.Disk disk, Set<Csi> into) {
    try {
      into.add(CsiTranslation.inline(disk));
      return null;
    } catch (UntranslatableVolumeException e) {
      return Status.error(
          "converting volume(" + volume.name() + ") from inline to csi: " + e.getMessage());
    }
  }

  private @Nullable Status addClaim(
      PodInfo pod, PodVolume volume, boolean migrated, boolean isNew, Set<Csi> into) {
    String name = volume.claimName(pod);
    if (name == null || name.isEmpty()) {
      return Status.error("PersistentVolumeClaim had no name");
    }
    ObjectKey key = new ObjectKey(pod.key().namespace(), name);
    PersistentVolumeClaim claim = claims.find(key);
    if (claim == null) {
      return isNew
          ? Status.unresolvable(
              "looking up PVC " + key + ": persistentvolumeclaim \"" + name + "\" not found")
          : null;
    }
    if (volume.source() instanceof VolumeSource.Ephemeral && !claim.wasMadeFor(pod)) {
      return Status.error(
          "PVC " + key + " was not created for pod " + pod.key() + " (pod is not owner)");
    }
    Csi csi = csi(claim, migrated);
    if (csi != null && !csi.driver().isEmpty() && !csi.volumeHandle().isEmpty()) {
      into.add(csi);
    }
    return null;
  }

  /** The volume of a claim, or the one that will be made for it; null when nobody counts it. */
  private @Nullable Csi csi(PersistentVolumeClaim claim, boolean migrated) {
    PersistentVolume volume =
        claim.volumeName().isEmpty() ? null : volumes.find(ObjectKey.ofCluster(claim.volumeName()));
    if (volume == null) {
      return provisioned(claim, migrated);
    }
    return switch (volume.source()) {
      case Csi csi -> csi;
      case PersistentVolumeSource.InTree(VolumeSource.Disk disk) ->
          migrated ? translated(volume, disk) : null;
      case PersistentVolumeSource.Other _ -> null;
    };
  }

  private static @Nullable Csi translated(PersistentVolume volume, VolumeSource.Disk disk) {
    try {
      return CsiTranslation.source(volume, disk);
    } catch (UntranslatableVolumeException e) {
      return null;
    }
  }

  /** By the class of the claim; the handle is one that no volume has. */
  private @Nullable Csi provisioned(PersistentVolumeClaim claim, boolean migrated) {
    StorageClass storageClass =
        claim.storageClassName().isEmpty()
            ? null
            : classes.find(ObjectKey.ofCluster(claim.storageClassName()));
    if (storageClass == null) {
      return null;
    }
    String driver = storageClass.provisioner();
    if (CsiTranslation.isInTreePlugin(driver)) {
      String replacing = CsiTranslation.driverOf(driver);
      if (!migrated || replacing == null) {
        return null;
      }
      driver = replacing;
    }
    return new Csi(driver, "\0" + claim.key());
  }

  /** The volumes that are attached to a node, or about to be, whoever asked for it. */
  Set<Csi> attachedTo(String nodeName) {
    Set<Csi> attached = new HashSet<>();
    for (VolumeAttachment attachment : attachments.of(nodeName)) {
      PersistentVolume volume =
          attachment.attacher().isEmpty() || attachment.volumeName().isEmpty()
              ? null
              : volumes.find(ObjectKey.ofCluster(attachment.volumeName()));
      if (volume != null && volume.source() instanceof Csi(String _, String handle)) {
        attached.add(new Csi(attachment.attacher(), handle));
      }
    }
    return attached;
  }
}
