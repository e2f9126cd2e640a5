package dev.berth.plugins.volumebinding;

import dev.berth.model.Labels;
import dev.berth.model.storage.StorageClass;
import org.jspecify.annotations.Nullable;

/**
 * Whether a volume for one claim can be made for a node.
 *
 * <p>Mirrors {@code checkVolumeProvisions} and {@code hasEnoughCapacity},
 * plugins/volumebinding/binder.go, Kubernetes 1.36.3. Threading: one per attempt.
 *
 * @param roomyTopologies the nodes for which the driver says that it can make a volume as large as
 *     asked for; null when it does not say, which counts as everywhere
 */
record Provisioning(StorageClass storageClass, @Nullable Topologies roomyTopologies) {
  private static final String NOBODY = "kubernetes.io/no-provisioner";

  static boolean isProvisioned(StorageClass storageClass) {
    return !storageClass.provisioner().isEmpty() && !storageClass.provisioner().equals(NOBODY);
  }

  /** Whether somebody makes volumes of this class for such a node. */
  boolean isOfferedAt(Labels node) {
    return isProvisioned(storageClass) && storageClass.allows(node);
  }

  /** Whether there is room for it, as far as anybody says. */
  boolean hasRoomAt(Labels node) {
    return roomyTopologies == null || roomyTopologies.include(node);
  }
}
