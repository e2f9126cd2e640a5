package dev.berth.kube.watch;

import dev.berth.kube.decode.DecodedObject;
import dev.berth.kube.decode.ObjectIdentity;
import dev.berth.model.ClusterObject;

/**
 * A StorageClass in the cache of its informer.
 *
 * <p>Threading: immutable.
 */
final class HeldStorageClass extends HeldObject {

  HeldStorageClass(DecodedObject decoded) {
    super(decoded);
  }

  HeldStorageClass(ObjectIdentity gone) {
    super(gone, ClusterObject.Kind.STORAGE_CLASS);
  }
}
