package dev.berth.kube.watch;

import dev.berth.kube.decode.DecodedObject;
import dev.berth.kube.decode.ObjectIdentity;
import dev.berth.model.ClusterObject;

/**
 * A Namespace in the cache of its informer.
 *
 * <p>Threading: immutable.
 */
final class HeldNamespace extends HeldObject {

  HeldNamespace(DecodedObject decoded) {
    super(decoded);
  }

  HeldNamespace(ObjectIdentity gone) {
    super(gone, ClusterObject.Kind.NAMESPACE);
  }
}
