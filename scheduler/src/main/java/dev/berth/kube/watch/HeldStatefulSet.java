package dev.berth.kube.watch;

import dev.berth.kube.decode.DecodedObject;
import dev.berth.kube.decode.ObjectIdentity;
import dev.berth.model.ClusterObject;

/**
 * A StatefulSet in the cache of its informer.
 *
 * <p>Threading: immutable.
 */
final class HeldStatefulSet extends HeldObject {

  HeldStatefulSet(DecodedObject decoded) {
    super(decoded);
  }

  HeldStatefulSet(ObjectIdentity gone) {
    super(gone, ClusterObject.Kind.STATEFUL_SET);
  }
}
