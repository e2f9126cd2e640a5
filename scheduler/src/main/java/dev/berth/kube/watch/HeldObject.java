package dev.berth.kube.watch;

import dev.berth.cycle.Message;
import dev.berth.kube.decode.DecodedObject;
import dev.berth.kube.decode.ObjectIdentity;
import dev.berth.model.ClusterObject;
import dev.berth.model.ObjectKey;

/**
 * An object that plugins look up, in the cache of its informer.
 *
 * <p>Threading: immutable.
 */
abstract class HeldObject extends Held {
  private final ClusterObject.Kind kind;

  /** One that is there. */
  HeldObject(DecodedObject decoded) {
    super(decoded.identity(), new Message.ObjectSeen(decoded.object()));
    this.kind = decoded.object().kind();
  }

  /** One that is gone, of which only the name counts. */
  HeldObject(ObjectIdentity identity, ClusterObject.Kind kind) {
    super(identity, gone(identity, kind));
    this.kind = kind;
  }

  private static Message gone(ObjectIdentity identity, ClusterObject.Kind kind) {
    return new Message.ObjectGone(kind, new ObjectKey(identity.namespace(), identity.name()));
  }

  @Override
  final Message gone() {
    return gone(identity(), kind);
  }
}
