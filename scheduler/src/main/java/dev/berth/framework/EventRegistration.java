package dev.berth.framework;

import dev.berth.model.ClusterObject;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import org.jspecify.annotations.Nullable;

/**
 * A change that may help pods which a plugin rejected, and the judgement to ask.
 *
 * <p>Mirrors {@code ClusterEventWithHint}, Kubernetes 1.36.3. Threading: immutable.
 */
public record EventRegistration(ClusterEvent event, QueueingHint.Function hint) {

  /** A judgement of a node that was added or changed. */
  @FunctionalInterface
  public interface NodeHint {
    /**
     * Judges one change for one pod.
     *
     * @param before null when the node was added
     */
    QueueingHint hint(PodInfo pod, @Nullable Node before, Node after);
  }

  /** A judgement of a pod that was added, changed or deleted. */
  @FunctionalInterface
  public interface PodHint {
    /**
     * Judges one change for one pod.
     *
     * @param before null when the pod was added
     * @param after null when the pod was deleted
     */
    QueueingHint hint(PodInfo pod, @Nullable PodInfo before, @Nullable PodInfo after);
  }

  /** A judgement of an object of another kind that was added, changed or deleted. */
  @FunctionalInterface
  public interface ObjectHint<T extends ClusterObject> {
    /**
     * Judges one change for one pod.
     *
     * @param before null when the object was added
     * @param after null when the object was deleted
     */
    QueueingHint hint(PodInfo pod, @Nullable T before, @Nullable T after);
  }

  /** Every such change is worth an attempt. */
  public static EventRegistration always(ClusterEvent event) {
    return new EventRegistration(event, (pod, before, after) -> QueueingHint.QUEUE);
  }

  /** For events on nodes; a node that was deleted is worth an attempt. */
  public static EventRegistration onNode(ClusterEvent event, NodeHint hint) {
    return new EventRegistration(
        event,
        (pod, before, after) ->
            after == null
                ? QueueingHint.QUEUE
                : hint.hint(pod, (@Nullable Node) before, (Node) after));
  }

  /** For events on pods. */
  public static EventRegistration onPod(ClusterEvent event, PodHint hint) {
    return new EventRegistration(
        event,
        (pod, before, after) ->
            hint.hint(pod, (@Nullable PodInfo) before, (@Nullable PodInfo) after));
  }

  /** For events on objects of this kind. */
  public static <T extends ClusterObject> EventRegistration onObject(
      ClusterEvent event, Class<T> kind, ObjectHint<T> hint) {
    return new EventRegistration(
        event,
        (pod, before, after) -> hint.hint(pod, castOrNull(kind, before), castOrNull(kind, after)));
  }

  private static <T> @Nullable T castOrNull(Class<T> kind, @Nullable Object object) {
    return object == null ? null : kind.cast(object);
  }
}
