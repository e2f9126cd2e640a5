package dev.berth.framework;

import dev.berth.model.PodKey;
import java.util.Collection;

/**
 * Moves waiting pods to the active queue whatever the hints say.
 *
 * <p>Mirrors {@code Handle.Activate}, Kubernetes 1.36.3. Threading: scheduler thread only.
 */
@FunctionalInterface
public interface PodActivator {
  void activate(Collection<PodKey> pods);
}
