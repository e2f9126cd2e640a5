package dev.berth.kube.watch;

import dev.berth.kube.decode.DecodedObject;
import dev.berth.kube.decode.ObjectIdentity;
import dev.berth.model.ClusterObject;

/**
 * A PersistentVolume in the cache of its informer.
 *
 * <p>Threading: immutable.
 */
final class HeldPersistentVolume extends HeldObject {

  HeldPersistentVolume(DecodedObject decoded) {
    super(decoded);
  }

  HeldPersistentVolume(ObjectIdentity gone) {
    super(gone, ClusterObject.Kind.PERSISTENT_VOLUME);
  }
}
