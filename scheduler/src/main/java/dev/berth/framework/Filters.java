package dev.berth.framework;

import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;

/**
 * The profile's filters, for a plugin that judges a node with pods added or removed.
 *
 * <p>The caller gives a forked {@link CycleState} and a {@link NodeInfo} as it would be; {@link
 * #addPod} and {@link #removePod} bring the fork in step with that node.
 *
 * <p>Mirrors {@code Handle.RunFilterPluginsWithNominatedPods} and {@code RunPreFilterExtension*},
 * Kubernetes 1.36.3. Threading: scheduler thread only.
 */
public interface Filters {

  /**
   * The verdict on the node, nominated pods of equal or higher priority considered (two passes).
   */
  Status filterWithNominatedPods(CycleState state, PodInfo pod, NodeInfo node);

  /** Tells every PreFilter plugin that did not skip that {@code added} is on {@code node} now. */
  Status addPod(CycleState state, PodInfo pod, PodInfo added, NodeInfo node);

  /**
   * Tells every PreFilter plugin that did not skip that {@code removed} is no longer on {@code
   * node}.
   */
  Status removePod(CycleState state, PodInfo pod, PodInfo removed, NodeInfo node);
}
