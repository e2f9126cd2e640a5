package dev.berth.kube.watch;

import dev.berth.kube.decode.DecodedObject;
import dev.berth.kube.decode.ObjectIdentity;
import dev.berth.model.ClusterObject;

/**
 * A ReplicaSet in the cache of its informer.
 *
 * <p>Threading: immutable.
 */
final class HeldReplicaSet extends HeldObject {

  HeldReplicaSet(DecodedObject decoded) {
    super(decoded);
  }

  HeldReplicaSet(ObjectIdentity gone) {
    super(gone, ClusterObject.Kind.REPLICA_SET);
  }
}
