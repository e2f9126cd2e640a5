package dev.berth.framework;

/**
 * A change that may help pods which a plugin rejected, and the judgement to ask.
 *
 * <p>Mirrors {@code ClusterEventWithHint}, Kubernetes 1.36.3. Threading: immutable.
 */
public record EventRegistration(ClusterEvent event, QueueingHint.Function hint) {

  /** Every such change is worth an attempt. */
  public static EventRegistration always(ClusterEvent event) {
    return new EventRegistration(event, (pod, before, after) -> QueueingHint.QUEUE);
  }
}
