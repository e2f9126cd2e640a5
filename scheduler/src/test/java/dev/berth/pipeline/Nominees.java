package dev.berth.pipeline;

import dev.berth.framework.NominatedPods;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pods that a test nominates to nodes. */
final class Nominees implements NominatedPods {

  private final Map<String, List<PodInfo>> byNode = new LinkedHashMap<>();

  void nominate(PodInfo pod, String node) {
    byNode.computeIfAbsent(node, name -> new ArrayList<>()).add(pod.withNominatedNodeName(node));
  }

  void clear() {
    byNode.clear();
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
