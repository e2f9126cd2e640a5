package dev.berth.framework;

import dev.berth.columns.ScoreColumn;
import dev.berth.model.PodInfo;

/**
 * Experimental: a score that looks at pods and nodes elsewhere, and can do so by counts that the
 * view keeps up to date. See {@link CountedFilter}.
 */
public interface CountedScore extends PreScorePlugin, ScorePlugin {

  /** {@link PreScorePlugin#preScore} by {@code view.memos().tally(..)}, with the same outcome. */
  Status preScoreByCounts(CycleState state, PodInfo pod, ClusterView view, FeasibleNodes nodes);

  /**
   * Writes the raw score of every node; what it writes for nodes that are not feasible does not
   * matter. False, with nothing written, when the nodes have to be asked one by one.
   *
   * @param into as long as there are nodes, all 0
   */
  boolean scoreByCounts(CycleState state, PodInfo pod, ScoreColumn into);
}
