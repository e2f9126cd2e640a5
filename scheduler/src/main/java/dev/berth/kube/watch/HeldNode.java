package dev.berth.kube.watch;

import dev.berth.cycle.Message;
import dev.berth.kube.decode.ObjectIdentity;
import dev.berth.model.Node;

/**
 * A node in the cache of its informer.
 *
 * <p>Threading: immutable.
 */
final class HeldNode extends Held {
  static final String KIND = "Node";

  private HeldNode(ObjectIdentity identity, Message news) {
    super(identity, news);
  }

  static HeldNode of(Node node) {
    ObjectIdentity identity =
        new ObjectIdentity(KIND, "", node.name(), node.uid(), node.resourceVersion());
    return new HeldNode(identity, new Message.NodeSeen(node));
  }

  static HeldNode deleted(ObjectIdentity identity) {
    return new HeldNode(identity, new Message.NodeGone(identity.name()));
  }

  @Override
  Message gone() {
    return new Message.NodeGone(identity().name());
  }
}
