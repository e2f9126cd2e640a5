package dev.berth.kube.watch;

import dev.berth.kube.decode.DecodedObject;
import dev.berth.kube.decode.ObjectIdentity;
import dev.berth.model.ClusterObject;

/**
 * A ReplicationController in the cache of its informer.
 *
 * <p>Threading: immutable.
 */
final class HeldReplicationController extends HeldObject {

  HeldReplicationController(DecodedObject decoded) {
    super(decoded);
  }

  HeldReplicationController(ObjectIdentity gone) {
    super(gone, ClusterObject.Kind.REPLICATION_CONTROLLER);
  }
}
