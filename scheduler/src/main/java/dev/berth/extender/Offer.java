package dev.berth.extender;

import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import java.util.List;

/**
 * What a kube-scheduler asks about: a pod, and the nodes that it offers for it.
 *
 * <p>Mirrors {@code ExtenderArgs}, {@code k8s.io/kube-scheduler/extender/v1}, Kubernetes 1.36.3.
 * Threading: immutable.
 *
 * @param podBytes what the pod takes, about: no less than it was as JSON
 */
record Offer(PodInfo pod, int podBytes, Nodes nodes) {

  /** The offered nodes, each name once, in the order received. */
  sealed interface Nodes {
    List<String> names();

    /** The nodes as the caller knows them; empty when it trusts us to know them. */
    List<Node> sent();
  }

  /**
   * By name: the caller says that we have them in a cache of our own ({@code nodeCacheCapable}).
   */
  record Names(List<String> names) implements Nodes {
    Names {
      names = List.copyOf(names);
    }

    @Override
    public List<Node> sent() {
      return List.of();
    }
  }

  /** Whole nodes. */
  record Objects(List<SentNode> nodes) implements Nodes {
    Objects {
      nodes = List.copyOf(nodes);
    }

    @Override
    public List<String> names() {
      return nodes.stream().map(node -> node.node().name()).toList();
    }

    @Override
    public List<Node> sent() {
      return nodes.stream().map(SentNode::node).toList();
    }
  }

  /**
   * A node and the piece of the request that it was read from, which goes back as it came.
   *
   * @param start where it begins in the request's body
   * @param end after its last byte
   */
  record SentNode(Node node, int start, int end) {
    int length() {
      return end - start;
    }
  }
}
