package dev.berth.cluster;

import dev.berth.model.ClusterObject;

/**
 * What a watched object of a kind other than nodes and pods changed in the mirror.
 *
 * <p>Threading: immutable.
 */
public sealed interface ObjectChange {
  /** As it was. */
  record Nothing() implements ObjectChange {}

  record Added(ClusterObject object) implements ObjectChange {}

  record Updated(ClusterObject before, ClusterObject after) implements ObjectChange {}

  record Removed(ClusterObject object) implements ObjectChange {}
}
