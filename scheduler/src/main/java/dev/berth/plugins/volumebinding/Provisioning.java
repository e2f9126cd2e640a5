package dev.berth.plugins.volumebinding;

import dev.berth.model.LabelSelector;
import dev.berth.model.Labels;
import dev.berth.model.storage.StorageClass;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a volume for one claim can be made for a node.
 *
 * <p>Mirrors {@code checkVolumeProvisions} and {@code hasEnoughCapacity},
 * plugins/volumebinding/binder.go, Kubernetes 1.36.3. Threading: immutable.
 *
 * @param roomyTopologies the nodes for which the driver says that it can make a volume as large as
 *     asked for; null when it does not say, which counts as everywhere
 */
record Provisioning(StorageClass storageClass, @Nullable List<LabelSelector> roomyTopologies) {
  private static final String NOBODY = "kubernetes.io/no-provisioner";

  Provisioning {
    roomyTopologies = roomyTopologies == null ? null : List.copyOf(roomyTopologies);
  }

  static boolean isProvisioned(StorageClass storageClass) {
    return !storageClass.provisioner().isEmpty() && !storageClass.provisioner().equals(NOBODY);
  }

  /** Whether somebody makes volumes of this class for such a node. */
  boolean isOfferedAt(Labels node) {
    return isProvisioned(storageClass) && storageClass.allows(node);
  }

  /** Whether there is room for it, as far as anybody says. */
  boolean hasRoomAt(Labels node) {
    if (roomyTopologies == null) {
      return true;
    }
    for (LabelSelector topology : roomyTopologies) {
      if (topology.matches(node)) {
        return true;
      }
    }
    return false;
  }
}
