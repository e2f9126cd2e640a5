package dev.berth.plugins.volumebinding;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.QueueingHint;
import dev.berth.model.PodInfo;
import dev.berth.model.PodVolume;
import dev.berth.model.Quantity;
import dev.berth.model.storage.CsiDriver;
import dev.berth.model.storage.CsiNode;
import dev.berth.model.storage.CsiStorageCapacity;
import dev.berth.model.storage.PersistentVolumeClaim;
import dev.berth.model.storage.StorageClass;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which changes may help a pod that its volumes keep from a node.
 *
 * <p>Mirrors {@code EventsToRegister} and the functions after it, plugins/volumebinding/
 * volume_binding.go, Kubernetes 1.36.3. There a driver that stops to tell its capacity wakes only
 * pods with an inline volume of that driver, which no capacity has kept waiting; here it wakes
 * those that wait. Threading: any thread.
 */
final class VolumeHints {
  private VolumeHints() {}

  static List<EventRegistration> all() {
    return List.of(
        new EventRegistration(
            ClusterEvent.of(EventResource.STORAGE_CLASS, ActionType.ADD, ActionType.UPDATE),
            VolumeHints::afterStorageClass),
        new EventRegistration(
            ClusterEvent.of(
                EventResource.PERSISTENT_VOLUME_CLAIM, ActionType.ADD, ActionType.UPDATE),
            VolumeHints::afterClaim),
        EventRegistration.always(
            ClusterEvent.of(EventResource.PERSISTENT_VOLUME, ActionType.ADD, ActionType.UPDATE)),
        EventRegistration.always(
            ClusterEvent.of(EventResource.NODE, ActionType.ADD, ActionType.UPDATE_NODE_LABEL)),
        new EventRegistration(
            ClusterEvent.of(EventResource.CSI_NODE, ActionType.ADD, ActionType.UPDATE),
            VolumeHints::afterCsiNode),
        new EventRegistration(
            ClusterEvent.of(EventResource.CSI_DRIVER, ActionType.UPDATE),
            VolumeHints::afterCsiDriver),
        new EventRegistration(
            ClusterEvent.of(EventResource.CSI_STORAGE_CAPACITY, ActionType.ADD, ActionType.UPDATE),
            VolumeHints::afterCapacity));
  }

  /** A new class, or one that now allows other nodes. */
  private static QueueingHint afterStorageClass(
      PodInfo pod, @Nullable Object before, @Nullable Object after) {
    return queueIf(
        !(before instanceof StorageClass old && after instanceof StorageClass now)
            || !old.allowedTopologies().equals(now.allowedTopologies()));
  }

  /** A claim of the pod. */
  private static QueueingHint afterClaim(
      PodInfo pod, @Nullable Object before, @Nullable Object after) {
    return queueIf(!(after instanceof PersistentVolumeClaim claim) || uses(pod, claim));
  }

  private static boolean uses(PodInfo pod, PersistentVolumeClaim claim) {
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

  /** A node with drivers, or one whose drivers have taken over other plugins. */
  private static QueueingHint afterCsiNode(
      PodInfo pod, @Nullable Object before, @Nullable Object after) {
    return queueIf(
        !(before instanceof CsiNode old && after instanceof CsiNode now)
            || !old.migratedPlugins().equals(now.migratedPlugins()));
  }

  /** The driver tells its capacity no longer. */
  private static QueueingHint afterCsiDriver(
      PodInfo pod, @Nullable Object before, @Nullable Object after) {
    return queueIf(
        !(before instanceof CsiDriver old && after instanceof CsiDriver now)
            || (old.storageCapacity() && !now.storageCapacity()));
  }

  /** Room, or more room. */
  private static QueueingHint afterCapacity(
      PodInfo pod, @Nullable Object before, @Nullable Object after) {
    return queueIf(
        !(before instanceof CsiStorageCapacity old && after instanceof CsiStorageCapacity now)
            || grew(old.volumeLimit(), now.volumeLimit()));
  }

  private static boolean grew(@Nullable Quantity before, @Nullable Quantity after) {
    return after != null && (before == null || after.value() > before.value());
  }

  private static QueueingHint queueIf(boolean helps) {
    return helps ? QueueingHint.QUEUE : QueueingHint.SKIP;
  }
}
