package dev.berth.queue;

import dev.berth.framework.ClusterEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Pods that wait for a change which may help: rejected ones and gated ones.
 *
 * <p>Indexed by whom a change must concern before the pod is looked at: a rejected pod by each
 * plugin that rejected it, a gated pod by its gate alone. So a change costs the pods it may help,
 * not the pods that wait. What a pod is indexed by must not change while it is here.
 *
 * <p>Mirrors {@code unschedulable_pods.go}, Kubernetes 1.36.3. Threading: scheduler thread only.
 */
final class UnschedulablePods {
  private final Set<QueuedPod> pods = new LinkedHashSet<>();
  private final Map<Rejector, Set<QueuedPod>> waitingFor = new LinkedHashMap<>();
  private int gated;

  int gated() {
    return gated;
  }

  int ungated() {
    return pods.size() - gated;
  }

  void add(QueuedPod pod) {
    assert pod.isRejected() : pod + " waits for nobody";
    if (pods.add(pod)) {
      gated += pod.isGated() ? 1 : 0;
      for (Rejector rejector : wakers(pod)) {
        waitingFor.computeIfAbsent(rejector, r -> new LinkedHashSet<>()).add(pod);
      }
    }
  }

  /** False when the pod is not here. */
  boolean remove(QueuedPod pod) {
    if (!pods.remove(pod)) {
      return false;
    }
    gated -= pod.isGated() ? 1 : 0;
    for (Rejector rejector : wakers(pod)) {
      Set<QueuedPod> waiting = waitingFor.get(rejector);
      if (waiting != null && waiting.remove(pod) && waiting.isEmpty()) {
        waitingFor.remove(rejector);
      }
    }
    return true;
  }

  private static List<Rejector> wakers(QueuedPod pod) {
    Rejector gate = pod.gate();
    if (gate != null) {
      return List.of(gate);
    }
    List<Rejector> wakers = new ArrayList<>(pod.rejectors());
    wakers.addAll(pod.pendingRejectors());
    return wakers;
  }

  /** The pods that the change may concern; a copy. */
  Collection<QueuedPod> concernedBy(ClusterEvent event) {
    if (event.isWildcard()) {
      return pods.stream().filter(pod -> isConcernedByWildcard(pod, event)).toList();
    }
    Set<QueuedPod> concerned = new LinkedHashSet<>();
    waitingFor.forEach(
        (rejector, waiting) -> {
          if (rejector.listensTo(event)) {
            concerned.addAll(waiting);
          }
        });
    return concerned;
  }

  private static boolean isConcernedByWildcard(QueuedPod pod, ClusterEvent wildcard) {
    Rejector gate = pod.gate();
    return gate == null || gate.listensTo(wildcard);
  }
}
