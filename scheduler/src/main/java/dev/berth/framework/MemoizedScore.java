package dev.berth.framework;

import dev.berth.columns.NodeColumns;
import dev.berth.model.PodInfo;
import org.jspecify.annotations.Nullable;

/**
 * Experimental: a score whose raw value depends on one node and one aspect of the pod only. See
 * {@link MemoizedFilter}; normalised scores are never remembered.
 */
public interface MemoizedScore extends ScorePlugin {

  NodeDependence scoreDependence();

  /** The part of the pod, and of the view, that matters; null: do not remember for this pod. */
  @Nullable Object scoreAspect(CycleState state, PodInfo pod, ClusterView view);

  /**
   * Writes the raw scores of nodes {@code from} to {@code to - 1}; false, with nothing written,
   * when this pod needs the scalar form.
   */
  default boolean scoreColumns(PodInfo pod, NodeColumns columns, long[] into, int from, int to) {
    return false;
  }
}
