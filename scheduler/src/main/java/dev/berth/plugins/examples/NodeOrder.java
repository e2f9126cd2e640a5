package dev.berth.plugins.examples;

import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.FeasibleNodes;
import dev.berth.framework.PreScorePlugin;
import dev.berth.framework.ScorePlugin;
import dev.berth.framework.Scores;
import dev.berth.framework.StateKey;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;

/**
 * Scores a node by its place in the view, or in the request that the view was built from: the last
 * one is 100.
 *
 * <p>Shows what PreScore is for: a score sees one node, so what it needs of the cluster is put into
 * the cycle state before. Threading: immutable.
 */
public final class NodeOrder implements PreScorePlugin, ScorePlugin {

  public static final String NAME = "NodeOrder";

  private static final StateKey<ClusterView> VIEW = StateKey.of("PreScoreNodeOrder");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Status preScore(CycleState state, PodInfo pod, ClusterView view, FeasibleNodes nodes) {
    state.put(VIEW, view);
    return Status.success();
  }

  @Override
  public long score(CycleState state, PodInfo pod, NodeInfo node) {
    return state.get(VIEW).ordinal(node.name());
  }

  @Override
  public void normalize(CycleState state, PodInfo pod, Scores scores) {
    scores.normalizeByMax(false);
  }
}
