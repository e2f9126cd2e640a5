package dev.berth.framework;

import dev.berth.model.PodInfo;
import java.util.List;

/**
 * Pending pods that preemption, or an expected placement, has promised a node.
 *
 * <p>Mirrors {@code PodNominator}, Kubernetes 1.36.3. Threading: scheduler thread only.
 */
public interface NominatedPods {

  /** The pods nominated to the node; empty for most nodes. */
  List<PodInfo> on(String nodeName);

  /** Names of all nodes that some pod is nominated to. */
  Iterable<String> nodeNames();

  /** True when nobody is nominated anywhere. */
  boolean isEmpty();
}
