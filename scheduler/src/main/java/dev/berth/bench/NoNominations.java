package dev.berth.bench;

import dev.berth.framework.NominatedPods;
import dev.berth.model.PodInfo;
import java.util.List;

/** A cluster in which no pod is promised a node. Threading: immutable. */
final class NoNominations implements NominatedPods {

  @Override
  public List<PodInfo> on(String nodeName) {
    return List.of();
  }

  @Override
  public Iterable<String> nodeNames() {
    return List.of();
  }

  @Override
  public boolean isEmpty() {
    return true;
  }
}
