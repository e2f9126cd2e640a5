package dev.berth.kube.watch;

import dev.berth.cycle.Message;
import dev.berth.kube.decode.ObjectIdentity;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;

/**
 * A pod in the cache of its informer.
 *
 * <p>Threading: immutable.
 */
final class HeldPod extends Held {
  static final String KIND = "Pod";

  private HeldPod(ObjectIdentity identity, Message news) {
    super(identity, news);
  }

  static HeldPod of(PodInfo pod) {
    PodKey key = pod.key();
    ObjectIdentity identity =
        new ObjectIdentity(KIND, key.namespace(), key.name(), pod.uid(), pod.resourceVersion());
    return new HeldPod(identity, new Message.PodSeen(pod));
  }

  static HeldPod deleted(ObjectIdentity identity) {
    return new HeldPod(identity, goneMessage(identity));
  }

  @Override
  Message gone() {
    return goneMessage(identity());
  }

  private static Message goneMessage(ObjectIdentity identity) {
    return new Message.PodGone(new PodKey(identity.namespace(), identity.name()), identity.uid());
  }
}
