package dev.berth.framework;

/** What of a node a remembered answer depends on, and therefore which change makes it stale. */
public enum NodeDependence {
  /** The node object only: labels, taints, allocatable, images, features. */
  NODE_OBJECT,
  /** The node object, the pods on it, and {@link KeptFacts} of the node. */
  NODE_AND_PODS
}
