package dev.berth.model.storage;

import dev.berth.model.ClusterObject;
import dev.berth.model.LabelSelector;
import dev.berth.model.ObjectKey;
import dev.berth.model.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * A CSIStorageCapacity: how much a driver can provision for one class on some nodes.
 *
 * <p>Threading: immutable.
 *
 * @param nodeTopology the nodes; {@link LabelSelector#NOTHING} when unset
 * @param capacity null when unset
 * @param maximumVolumeSize null when unset
 */
public record CsiStorageCapacity(
    ObjectKey key,
    String storageClassName,
    LabelSelector nodeTopology,
    @Nullable Quantity capacity,
    @Nullable Quantity maximumVolumeSize)
    implements ClusterObject {

  /**
   * The largest volume that can be provisioned; null when that is not known.
   *
   * <p>Mirrors {@code volumeLimit}, plugins/volumebinding/binder.go, Kubernetes 1.36.3.
   */
  public @Nullable Quantity volumeLimit() {
    return maximumVolumeSize != null ? maximumVolumeSize : capacity;
  }

  @Override
  public Kind kind() {
    return Kind.CSI_STORAGE_CAPACITY;
  }
}
