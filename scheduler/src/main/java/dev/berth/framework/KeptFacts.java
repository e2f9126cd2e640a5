package dev.berth.framework;

import dev.berth.model.NodeInfo;
import org.jspecify.annotations.Nullable;

/**
 * Experimental: the facts of all nodes of one view as they are now.
 *
 * <p>Threading: the thread that owns the view, until the view changes.
 *
 * @param <F> the facts
 */
public interface KeptFacts<F> {

  /**
   * What is kept of the node; null when it is not a node of the view as it is now, but one with
   * pods added or removed, say: work it out then.
   */
  @Nullable F of(NodeInfo node);

  /** Whether the facts of any node name this. */
  boolean isNamed(Object value);

  /**
   * To be part of the aspect of a filter that goes by these facts: when they are forgotten, so must
   * be the answers that followed from them, for nobody notes any more what they depended on.
   */
  Object identity();
}
