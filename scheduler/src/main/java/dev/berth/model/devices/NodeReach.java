package dev.berth.model.devices;

import dev.berth.model.NodeSelector;

/**
 * The nodes from which devices can be used. Of several that are set, the first of this list counts,
 * as in {@code NodeMatches}, pools_incubating.go, Kubernetes 1.36.3.
 *
 * <p>Threading: immutable.
 */
public sealed interface NodeReach {

  /** The one of this name. */
  record OneNode(String name) implements NodeReach {}

  record AllNodes() implements NodeReach {}

  record Selected(NodeSelector selector) implements NodeReach {}

  /** Nothing that is known was said. */
  record Unsaid() implements NodeReach {}
}
