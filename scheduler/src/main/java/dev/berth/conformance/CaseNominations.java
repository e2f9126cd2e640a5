package dev.berth.conformance;

import dev.berth.framework.NominatedPods;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The pods of a case that are nominated to a node, as references: name, namespace, uid, and nothing
 * else.
 *
 * <p>kube-scheduler's nominator keeps references and looks up the rest in the scheduling queue; for
 * a pod that is in no queue it makes do with an empty pod of priority 0 ({@code
 * nominatedPodToInfo}, {@code pkg/scheduler/backend/queue/scheduling_queue.go}, Kubernetes 1.36.3).
 * The scheduler of the vectors had nothing in its queue, so that is what its filters saw. In a
 * running scheduler the queue knows the whole pod. Threading: one per case.
 */
final class CaseNominations implements NominatedPods {

  private final Map<String, List<PodInfo>> byNode = new LinkedHashMap<>();

  void add(PodInfo pod) {
    if (!pod.nominatedNodeName().isEmpty()) {
      byNode
          .computeIfAbsent(pod.nominatedNodeName(), name -> new ArrayList<>())
          .add(reference(pod));
    }
  }

  private static PodInfo reference(PodInfo pod) {
    return PodInfo.builder(pod.key()).uid(pod.uid()).build();
  }

  @Override
  public List<PodInfo> on(String nodeName) {
    return byNode.getOrDefault(nodeName, List.of());
  }

  @Override
  public Iterable<String> nodeNames() {
    return byNode.keySet();
  }

  @Override
  public boolean isEmpty() {
    return byNode.isEmpty();
  }
}
