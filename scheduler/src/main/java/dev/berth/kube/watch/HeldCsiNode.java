package dev.berth.kube.watch;

import dev.berth.kube.decode.DecodedObject;
import dev.berth.kube.decode.ObjectIdentity;
import dev.berth.model.ClusterObject;

/**
 * A CSINode in the cache of its informer.
 *
 * <p>Threading: immutable.
 */
final class HeldCsiNode extends HeldObject {

  HeldCsiNode(DecodedObject decoded) {
    super(decoded);
  }

  HeldCsiNode(ObjectIdentity gone) {
    super(gone, ClusterObject.Kind.CSI_NODE);
  }
}
