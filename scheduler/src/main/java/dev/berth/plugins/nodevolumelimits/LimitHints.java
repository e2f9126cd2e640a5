package dev.berth.plugins.nodevolumelimits;

import dev.berth.framework.QueueingHint;
import dev.berth.model.PodInfo;
import dev.berth.model.PodVolume;
import dev.berth.model.VolumeSource;
import dev.berth.model.storage.CsiNode;
import dev.berth.model.storage.CsiTranslation;
import dev.berth.model.storage.PersistentVolumeClaim;
import dev.berth.model.storage.UntranslatableVolumeException;
import dev.berth.model.storage.VolumeAttachment;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which changes may help a pod that NodeVolumeLimits rejected.
 *
 * <p>Mirrors the hints of plugins/nodevolumelimits/csi.go, Kubernetes 1.36.3.
 */
final class LimitHints {
  private LimitHints() {}

  /** Whether the pod has volumes that can count towards a limit. */
  static boolean countsFor(PodInfo pod) {
    for (PodVolume volume : pod.volumes()) {
      boolean counts =
          switch (volume.source()) {
            case VolumeSource.Claim _, VolumeSource.Ephemeral _, VolumeSource.Disk _ -> true;
            case VolumeSource.Rbd _, VolumeSource.Iscsi _ -> false;
          };
      if (counts) {
        return true;
      }
    }
    return false;
  }

  static QueueingHint afterPodDeleted(
      PodInfo pod, @Nullable PodInfo deleted, @Nullable PodInfo after) {
    return queueIf(
        deleted != null
            && !(deleted.nodeName().isEmpty() && deleted.nominatedNodeName().isEmpty())
            && countsFor(deleted));
  }

  static QueueingHint afterClaimAdded(
      PodInfo pod, @Nullable PersistentVolumeClaim before, @Nullable PersistentVolumeClaim added) {
    return queueIf(added != null && needs(pod, added));
  }

  private static boolean needs(PodInfo pod, PersistentVolumeClaim claim) {
    if (!claim.key().namespace().equals(pod.key().namespace())) {
      return false;
    }
    for (PodVolume volume : pod.volumes()) {
      if (claim.key().name().equals(volume.claimName(pod))) {
        return true;
      }
    }
    return false;
  }

  /** As upstream, a pod whose volumes are all ephemeral does not hear of it. */
  static QueueingHint afterDetachment(
      PodInfo pod, @Nullable VolumeAttachment detached, @Nullable VolumeAttachment after) {
    for (PodVolume volume : pod.volumes()) {
      boolean mayHelp =
          switch (volume.source()) {
            case VolumeSource.Claim _ -> true;
            case VolumeSource.Disk disk -> detached != null && isServedBy(disk, detached);
            case VolumeSource.Ephemeral _, VolumeSource.Rbd _, VolumeSource.Iscsi _ -> false;
          };
      if (mayHelp) {
        return QueueingHint.QUEUE;
      }
    }
    return QueueingHint.SKIP;
  }

  private static boolean isServedBy(VolumeSource.Disk disk, VolumeAttachment attachment) {
    try {
      return CsiTranslation.inline(disk).driver().equals(attachment.attacher());
    } catch (UntranslatableVolumeException e) {
      return true;
    }
  }

  /** When the limit of any driver has grown. */
  static QueueingHint afterCsiNodeUpdate(
      PodInfo pod, @Nullable CsiNode before, @Nullable CsiNode after) {
    if (before == null || after == null) {
      return QueueingHint.QUEUE;
    }
    Map<String, Integer> old = new HashMap<>();
    before.drivers().forEach(driver -> old.put(driver.name(), limit(driver)));
    for (CsiNode.Driver driver : after.drivers()) {
      if (limit(driver) > old.getOrDefault(driver.name(), 0)) {
        return QueueingHint.QUEUE;
      }
    }
    return QueueingHint.SKIP;
  }

  private static int limit(CsiNode.Driver driver) {
    return driver.volumeLimit() == null ? 0 : driver.volumeLimit();
  }

  private static QueueingHint queueIf(boolean mayHelp) {
    return mayHelp ? QueueingHint.QUEUE : QueueingHint.SKIP;
  }
}
