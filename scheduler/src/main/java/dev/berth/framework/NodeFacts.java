package dev.berth.framework;

import dev.berth.model.NodeInfo;
import java.util.Set;

/**
 * Experimental: something that is worked out for each node from the pods on it and from objects of
 * other kinds, and kept until one of these changes. It is the key of what is kept, so it has equals
 * and hashCode.
 *
 * <p>The promise: what it answers depends on itself, on the node, and on what it looks up in {@link
 * Listers}, and on nothing else. What is looked up is noted while it answers, so a change of just
 * those objects has it asked again.
 *
 * @param <F> the facts; immutable
 */
public interface NodeFacts<F> {

  /** The facts of the node. O(pods of the node). */
  F of(NodeInfo node);

  /** What can be asked of {@link KeptFacts#isNamed}; never changes. */
  Set<?> named(F facts);
}
