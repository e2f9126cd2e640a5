package dev.berth.framework;

import dev.berth.model.PodInfo;

/**
 * Keeps plugin state in step with a placement that is decided but not yet written.
 *
 * <p>{@link #reserve} runs for all plugins in order; the first failure undoes everything. {@link
 * #unreserve} runs in reverse order whenever the placement fails later, also for plugins whose
 * reserve failed or never ran: it must be idempotent and cannot fail.
 *
 * <p>Mirrors {@code ReservePlugin}, Kubernetes 1.36.3. Both run on the scheduler thread.
 */
public interface ReservePlugin extends Plugin {
  Status reserve(CycleState state, PodInfo pod, String nodeName);

  void unreserve(CycleState state, PodInfo pod, String nodeName);
}
