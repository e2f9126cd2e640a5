package dev.berth.plugins.dynamicresources.allocation;

import dev.berth.model.Node;
import dev.berth.model.devices.NodeReach;

/**
 * Whether devices can be used from a node.
 *
 * <p>Mirrors {@code NodeMatches}, pools_incubating.go, Kubernetes 1.36.3. Threading: any thread.
 */
final class Reach {
  private Reach() {}

  /**
   * Whether a node is one of those that are meant.
   *
   * @throws AllocationException when the node selector does not parse, which the API server refuses
   */
  static boolean includes(NodeReach reach, Node node) throws AllocationException {
    return switch (reach) {
      case NodeReach.OneNode(String name) -> name.equals(node.name());
      case NodeReach.AllNodes() -> true;
      case NodeReach.Selected(var selector) -> {
        String error = selector.parseError("");
        if (error != null) {
          throw new AllocationException("failed to parse node selector " + selector + ": " + error);
        }
        yield selector.matches(node);
      }
      case NodeReach.Unsaid() -> false;
    };
  }
}
