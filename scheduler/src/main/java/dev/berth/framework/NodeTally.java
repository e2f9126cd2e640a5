package dev.berth.framework;

import dev.berth.model.Node;
import dev.berth.model.NodeInfo;

/**
 * Experimental: something to be counted on each node and summed up by the values of a node label.
 * It is the key of the counts, so it has equals and hashCode.
 *
 * <p>The promise: what it answers depends on itself and on the node, its labels and the pods on it,
 * and on nothing else. Whatever else matters (namespaces, Services, the pod that is to be placed)
 * must be part of it, so that a change of that makes another key.
 */
public interface NodeTally {

  /** The label; nodes with the same value are one domain. */
  String topologyKey();

  /** Whether the node, which has the label, is to be counted at all. */
  boolean includes(Node node);

  /** What is counted on the node, at least 0. O(pods of the node). */
  long count(NodeInfo node);
}
