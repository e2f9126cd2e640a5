package dev.berth.kube.watch;

import dev.berth.kube.decode.DecodedObject;
import dev.berth.kube.decode.ObjectIdentity;
import dev.berth.model.ClusterObject;

/**
 * A ResourceSlice in the cache of its informer.
 *
 * <p>Threading: immutable.
 */
final class HeldResourceSlice extends HeldObject {

  HeldResourceSlice(DecodedObject decoded) {
    super(decoded);
  }

  HeldResourceSlice(ObjectIdentity gone) {
    super(gone, ClusterObject.Kind.RESOURCE_SLICE);
  }
}
