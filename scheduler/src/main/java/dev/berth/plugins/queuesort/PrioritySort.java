package dev.berth.plugins.queuesort;

import dev.berth.framework.QueueSortPlugin;
import dev.berth.framework.QueuedPodInfo;

/**
 * The order of the active queue: the higher priority first, then whoever came into the queue first.
 *
 * <p>Mirrors {@code plugins/queuesort/priority_sort.go}, Kubernetes 1.36.3. Threading: immutable.
 */
public final class PrioritySort implements QueueSortPlugin {

  public static final String NAME = "PrioritySort";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int compare(QueuedPodInfo one, QueuedPodInfo other) {
    int byPriority = Integer.compare(other.pod().priority(), one.pod().priority());
    return byPriority != 0
        ? byPriority
        : Long.compare(one.queuedAtMicros(), other.queuedAtMicros());
  }
}
