package dev.berth.kube.watch;

import dev.berth.kube.decode.DecodedObject;
import dev.berth.kube.decode.ObjectIdentity;
import dev.berth.model.ClusterObject;

/**
 * A PersistentVolumeClaim in the cache of its informer.
 *
 * <p>Threading: immutable.
 */
final class HeldPersistentVolumeClaim extends HeldObject {

  HeldPersistentVolumeClaim(DecodedObject decoded) {
    super(decoded);
  }

  HeldPersistentVolumeClaim(ObjectIdentity gone) {
    super(gone, ClusterObject.Kind.PERSISTENT_VOLUME_CLAIM);
  }
}
