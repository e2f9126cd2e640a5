package dev.berth.cluster;

import dev.berth.model.PodInfo;

/**
 * What an operation on a pod changed in the mirror. Every pod in it has its node name. Threading:
 * immutable.
 */
public sealed interface PodChange {

  /** The mirror is as it was. */
  record Nothing() implements PodChange {}

  /** A pod appeared on a node. */
  record Placed(PodInfo pod) implements PodChange {}

  /** A placed pod has other facts. */
  record Updated(PodInfo before, PodInfo after) implements PodChange {}

  /**
   * A bound pod is said to be on another node now. The API server does not allow that, so changes
   * were missed; the mirror follows.
   */
  record Moved(PodInfo before, PodInfo after) implements PodChange {}

  /**
   * A pod of another uid took over the name, so the one before is gone; {@code wasAssumed} is about
   * that one.
   */
  record Replaced(PodInfo before, PodInfo after, boolean wasAssumed) implements PodChange {}

  /** The pod counts on its node until the watch confirms it or it is forgotten. */
  record Assumed(PodInfo pod) implements PodChange {}

  /** The watch shows the pod where it was assumed to be. */
  record Confirmed(PodInfo assumed, PodInfo bound) implements PodChange {}

  /**
   * The watch shows the pod on another node than assumed, and it counts there; somebody else has
   * bound it.
   */
  record ConfirmedElsewhere(PodInfo assumed, PodInfo bound) implements PodChange {}

  /** The assumption was taken back. */
  record Forgotten(PodInfo assumed) implements PodChange {}

  /** The pod was deleted or is terminal. */
  record Gone(PodInfo before, boolean wasAssumed) implements PodChange {}
}
