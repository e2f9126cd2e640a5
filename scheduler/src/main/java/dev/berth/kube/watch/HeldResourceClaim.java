package dev.berth.kube.watch;

import dev.berth.kube.decode.DecodedObject;
import dev.berth.kube.decode.ObjectIdentity;
import dev.berth.model.ClusterObject;

/**
 * A ResourceClaim in the cache of its informer.
 *
 * <p>Threading: immutable.
 */
final class HeldResourceClaim extends HeldObject {

  HeldResourceClaim(DecodedObject decoded) {
    super(decoded);
  }

  HeldResourceClaim(ObjectIdentity gone) {
    super(gone, ClusterObject.Kind.RESOURCE_CLAIM);
  }
}
