package dev.berth.cluster;

import dev.berth.model.Node;

/** What an operation on a node changed in the mirror. Threading: immutable. */
public sealed interface NodeChange {

  /** The node was not known. */
  record Nothing() implements NodeChange {}

  /** A new node; pods that were waiting for it count on it now. */
  record Added(Node node) implements NodeChange {}

  /**
   * The node under that name has other facts; when the uids differ, it is another node altogether.
   */
  record Updated(Node before, Node after) implements NodeChange {}

  /** The node is gone; pods on it are remembered until they go too. */
  record Removed(Node node) implements NodeChange {}
}
