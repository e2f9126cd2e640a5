package dev.berth.model.storage;

import dev.berth.model.ClusterObject;
import dev.berth.model.ObjectKey;

/**
 * A CSIDriver.
 *
 * <p>Threading: immutable.
 *
 * @param storageCapacity whether its capacity decides where volumes can be provisioned
 */
public record CsiDriver(ObjectKey key, boolean storageCapacity) implements ClusterObject {
  @Override
  public Kind kind() {
    return Kind.CSI_DRIVER;
  }
}
