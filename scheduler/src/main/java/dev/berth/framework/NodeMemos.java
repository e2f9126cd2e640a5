package dev.berth.framework;

import dev.berth.columns.CodeColumn;
import dev.berth.columns.ScoreColumn;
import dev.berth.model.PodInfo;
import org.jspecify.annotations.Nullable;

/**
 * Remembered answers of one view: a column per plugin and aspect, brought up to date before it is
 * handed out.
 *
 * <p>The columns are valid until the view changes. Bounded in bytes; the least recently used aspect
 * goes first. Threading: the thread that owns the view.
 */
public interface NodeMemos {

  StatusCodes codes();

  /**
   * The codes of all nodes for this pod's aspect; null when the plugin does not want it remembered,
   * or when some node has no answer that can be: ask node by node then.
   */
  @Nullable CodeColumn filter(MemoizedFilter plugin, CycleState state, PodInfo pod);

  /**
   * The raw scores of all nodes for this pod's aspect; null when the plugin does not want it
   * remembered, or failed for some node, feasible or not: ask node by node then.
   */
  @Nullable ScoreColumn score(MemoizedScore plugin, CycleState state, PodInfo pod)
      throws ScoreException;
}
