package dev.berth.kube.watch;

import dev.berth.cycle.Message;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import org.jspecify.annotations.Nullable;

/**
 * All that a comparison remembers of an object, on the server or here.
 *
 * <p>Threading: immutable.
 *
 * @param placed a pod that has a node
 * @param waitsFor the profile that has to place a pod; null when nobody has to
 */
record Sighting(String key, String uid, long version, boolean placed, @Nullable String waitsFor) {

  static Sighting of(Held held) {
    return switch (held.news()) {
      case Message.PodSeen(PodInfo pod) -> of(pod);
      case Message.NodeSeen(Node node) -> of(node);
      case Message.NodeGone _,
          Message.PodGone _,
          Message.ObjectSeen _,
          Message.ObjectGone _,
          Message.KindMissing _,
          Message.ListComplete _,
          Message.BindingFinished _,
          Message.ExtendersAnswered _,
          Message.Question _ ->
          throw new IllegalArgumentException(held.key() + " is of a kind that is not compared");
    };
  }

  static Sighting of(Node node) {
    long version = ObjectVersion.of(node.resourceVersion());
    return new Sighting("/" + node.name(), node.uid(), version, false, null);
  }

  static Sighting of(PodInfo pod) {
    boolean placed = !pod.nodeName().isEmpty();
    return new Sighting(
        pod.key().toString(),
        pod.uid(),
        ObjectVersion.of(pod.resourceVersion()),
        placed,
        placed || pod.terminating() ? null : pod.schedulerName());
  }
}
