package dev.berth.kube.watch;

import dev.berth.kube.decode.DecodedObject;
import dev.berth.kube.decode.ObjectIdentity;
import dev.berth.model.ClusterObject;

/**
 * A CSIDriver in the cache of its informer.
 *
 * <p>Threading: immutable.
 */
final class HeldCsiDriver extends HeldObject {

  HeldCsiDriver(DecodedObject decoded) {
    super(decoded);
  }

  HeldCsiDriver(ObjectIdentity gone) {
    super(gone, ClusterObject.Kind.CSI_DRIVER);
  }
}
