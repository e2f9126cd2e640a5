package dev.berth.plugins.examples;

import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.MemoizedScore;
import dev.berth.framework.NodeDependence;
import dev.berth.framework.Scores;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;

/**
 * Prefers the node with the most CPU that nobody requested: allocatable less requested, in
 * thousandths of a CPU, the most being 100.
 *
 * <p>The naive form returns the raw number, which lies outside of 0 to 100 and ends every attempt
 * with an error; normalising is what it lacks. Every pod gets the same raw numbers, so the aspect
 * is a constant, and only nodes whose pods changed are asked again. Threading: immutable.
 */
public final class MostAvailableCPU implements MemoizedScore {

  public static final String NAME = "MostAvailableCPU";

  private static final String ANY_POD = "";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public long score(CycleState state, PodInfo pod, NodeInfo node) {
    return Math.max(0, node.allocatable().milliCpu() - node.requested().milliCpu());
  }

  @Override
  public void normalize(CycleState state, PodInfo pod, Scores scores) {
    scores.normalizeByMax(false);
  }

  @Override
  public NodeDependence scoreDependence() {
    return NodeDependence.NODE_AND_PODS;
  }

  @Override
  public Object scoreAspect(CycleState state, PodInfo pod, ClusterView view) {
    return ANY_POD;
  }
}
