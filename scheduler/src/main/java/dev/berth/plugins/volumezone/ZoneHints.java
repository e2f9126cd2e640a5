package dev.berth.plugins.volumezone;

import dev.berth.framework.QueueingHint;
import dev.berth.model.PodInfo;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeClaim;
import dev.berth.model.storage.StorageClass;
import org.jspecify.annotations.Nullable;

/**
 * Which changes may help a pod that VolumeZone rejected.
 *
 * <p>Mirrors the hints of plugins/volumezone/volume_zone.go, Kubernetes 1.36.3.
 */
final class ZoneHints {
  private ZoneHints() {}

  static QueueingHint afterClassAdded(
      PodInfo pod, @Nullable StorageClass before, @Nullable StorageClass added) {
    return queueIf(added != null && added.waitsForFirstConsumer());
  }

  static QueueingHint afterClaimChange(
      PodInfo pod, @Nullable PersistentVolumeClaim before, @Nullable PersistentVolumeClaim after) {
    return queueIf(after != null && pod.mounts(after.key()));
  }

  static QueueingHint afterVolumeChange(
      PodInfo pod, @Nullable PersistentVolume before, @Nullable PersistentVolume after) {
    return queueIf(
        before == null
            || after == null
            || !VolumeTopology.of(before).equals(VolumeTopology.of(after)));
  }

  private static QueueingHint queueIf(boolean mayHelp) {
    return mayHelp ? QueueingHint.QUEUE : QueueingHint.SKIP;
  }
}
