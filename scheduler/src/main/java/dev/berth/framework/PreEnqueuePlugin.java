package dev.berth.framework;

import dev.berth.model.PodInfo;

/**
 * Decides whether a pod may enter the active queue at all.
 *
 * <p>Called each time the pod is about to move to the active or the backoff queue. Success lets it
 * in. A rejection keeps it gated: only events that this plugin registered ({@link
 * EnqueueExtensions}) try again. Idempotent, cheap (O(pod)), without side effects.
 *
 * <p>Mirrors {@code PreEnqueuePlugin}, Kubernetes 1.36.3.
 */
public interface PreEnqueuePlugin extends Plugin {
  Status preEnqueue(PodInfo pod);
}
