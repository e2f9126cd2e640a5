package dev.berth.plugins.volumerestrictions;

import dev.berth.model.PodInfo;
import dev.berth.model.PodVolume;
import dev.berth.model.VolumeSource;
import dev.berth.model.VolumeSource.AwsElasticBlockStore;
import dev.berth.model.VolumeSource.GcePersistentDisk;
import dev.berth.model.VolumeSource.Iscsi;
import dev.berth.model.VolumeSource.Rbd;
import java.util.Collections;

/**
 * Which disks that pods name themselves cannot be on one node twice.
 *
 * <p>Mirrors {@code isVolumeConflict} and {@code needsRestrictionsCheck}, plugins/
 * volumerestrictions/volume_restrictions.go, Kubernetes 1.36.3.
 */
final class DiskConflicts {
  private DiskConflicts() {}

  /** Whether the pod has such a disk at all. */
  static boolean concern(PodInfo pod) {
    for (PodVolume volume : pod.volumes()) {
      if (concern(volume.source())) {
        return true;
      }
    }
    return false;
  }

  private static boolean concern(VolumeSource source) {
    return switch (source) {
      case GcePersistentDisk _, AwsElasticBlockStore _, Rbd _, Iscsi _ -> true;
      case VolumeSource.Claim _,
          VolumeSource.Ephemeral _,
          VolumeSource.AzureDisk _,
          VolumeSource.Cinder _,
          VolumeSource.Portworx _ ->
          false;
    };
  }

  /** Whether the pods cannot be on one node because of a disk. */
  static boolean between(PodInfo pod, PodInfo other) {
    for (PodVolume volume : pod.volumes()) {
      if (concern(volume.source())) {
        for (PodVolume existing : other.volumes()) {
          if (conflict(volume.source(), existing.source())) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean conflict(VolumeSource one, VolumeSource other) {
    return switch (one) {
      case GcePersistentDisk(String name, boolean readOnly) ->
          other instanceof GcePersistentDisk(String otherName, boolean otherReadOnly)
              && name.equals(otherName)
              && !(readOnly && otherReadOnly);
      case AwsElasticBlockStore disk -> disk.equals(other);
      case Iscsi(String iqn, boolean readOnly) ->
          other instanceof Iscsi(String otherIqn, boolean otherReadOnly)
              && iqn.equals(otherIqn)
              && !(readOnly && otherReadOnly);
      case Rbd image ->
          other instanceof Rbd otherImage
              && image.pool().equals(otherImage.pool())
              && image.image().equals(otherImage.image())
              && !Collections.disjoint(image.monitors(), otherImage.monitors())
              && !(image.readOnly() && otherImage.readOnly());
      case VolumeSource.Claim _,
          VolumeSource.Ephemeral _,
          VolumeSource.AzureDisk _,
          VolumeSource.Cinder _,
          VolumeSource.Portworx _ ->
          false;
    };
  }
}
