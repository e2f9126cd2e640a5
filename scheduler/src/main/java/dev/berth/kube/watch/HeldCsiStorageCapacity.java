package dev.berth.kube.watch;

import dev.berth.kube.decode.DecodedObject;
import dev.berth.kube.decode.ObjectIdentity;
import dev.berth.model.ClusterObject;

/**
 * A CSIStorageCapacity in the cache of its informer.
 *
 * <p>Threading: immutable.
 */
final class HeldCsiStorageCapacity extends HeldObject {

  HeldCsiStorageCapacity(DecodedObject decoded) {
    super(decoded);
  }

  HeldCsiStorageCapacity(ObjectIdentity gone) {
    super(gone, ClusterObject.Kind.CSI_STORAGE_CAPACITY);
  }
}
