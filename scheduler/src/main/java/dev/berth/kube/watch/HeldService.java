package dev.berth.kube.watch;

import dev.berth.kube.decode.DecodedObject;
import dev.berth.kube.decode.ObjectIdentity;
import dev.berth.model.ClusterObject;

/**
 * A Service in the cache of its informer.
 *
 * <p>Threading: immutable.
 */
final class HeldService extends HeldObject {

  HeldService(DecodedObject decoded) {
    super(decoded);
  }

  HeldService(ObjectIdentity gone) {
    super(gone, ClusterObject.Kind.SERVICE);
  }
}
