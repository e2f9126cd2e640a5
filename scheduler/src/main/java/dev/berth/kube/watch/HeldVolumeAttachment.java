package dev.berth.kube.watch;

import dev.berth.kube.decode.DecodedObject;
import dev.berth.kube.decode.ObjectIdentity;
import dev.berth.model.ClusterObject;

/**
 * A VolumeAttachment in the cache of its informer.
 *
 * <p>Threading: immutable.
 */
final class HeldVolumeAttachment extends HeldObject {

  HeldVolumeAttachment(DecodedObject decoded) {
    super(decoded);
  }

  HeldVolumeAttachment(ObjectIdentity gone) {
    super(gone, ClusterObject.Kind.VOLUME_ATTACHMENT);
  }
}
