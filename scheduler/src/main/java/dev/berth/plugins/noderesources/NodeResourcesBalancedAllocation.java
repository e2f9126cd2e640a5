package dev.berth.plugins.noderesources;

import dev.berth.columns.NodeColumns;
import dev.berth.columns.ResourceKernels;
import dev.berth.config.NodeResourcesBalancedAllocationArgs;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.FeasibleNodes;
import dev.berth.framework.MemoizedScore;
import dev.berth.framework.NodeDependence;
import dev.berth.framework.PreScorePlugin;
import dev.berth.framework.Scores;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.model.ResourceName;
import dev.berth.model.Resources;
import java.util.List;
import java.util.Set;

/**
 * Prefers nodes whose resources the pod leaves, or makes, equally full: 75 when it changes nothing,
 * up to 100 when it improves the balance, down to 50 when it spoils it. There is no normalising.
 *
 * <p>A pod that wants none of the resources is not scored. Only true requests count, of the pod
 * (with what an in-place resize shows) and of the node.
 *
 * <p>Mirrors {@code plugins/noderesources/balanced_allocation.go}, Kubernetes 1.36.3. Threading:
 * immutable.
 */
public final class NodeResourcesBalancedAllocation implements PreScorePlugin, MemoizedScore {

  public static final String NAME = "NodeResourcesBalancedAllocation";

  private static final long EVEN = Scores.MAX_SCORE / 2;

  private final List<ResourceName> resources;
  private final boolean inColumns;

  public NodeResourcesBalancedAllocation(NodeResourcesBalancedAllocationArgs args) {
    // Pods are counted, not requested: upstream finds no such resource on any node.
    resources = args.resources().stream().filter(name -> name != ResourceName.PODS).toList();
    inColumns =
        resources.size() == 2
            && Set.copyOf(resources).equals(Set.of(ResourceName.CPU, ResourceName.MEMORY));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Status preScore(CycleState state, PodInfo pod, ClusterView view, FeasibleNodes nodes) {
    return wantsNone(pod.requests().placed()) ? Status.skip() : Status.success();
  }

  private boolean wantsNone(Resources wanted) {
    for (int i = 0; i < resources.size(); i++) {
      if (wanted.get(resources.get(i)) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public long score(CycleState state, PodInfo pod, NodeInfo node) {
    Resources wanted = pod.requests().placed();
    if (wantsNone(wanted)) {
      return 0; // only where a profile has this score without its PreScore
    }
    long with = balance(wanted, node, wanted);
    long without = balance(wanted, node, Resources.ZERO);
    return EVEN + (EVEN + with - without) / 2;
  }

  /** 100 less the standard deviation, in percent, of how full the resources are. */
  private long balance(Resources wanted, NodeInfo node, Resources added) {
    int count = 0;
    double first = 0;
    double last = 0;
    double sum = 0;
    for (int i = 0; i < resources.size(); i++) {
      ResourceName name = resources.get(i);
      if (counts(name, wanted, node)) {
        last = fraction(name, node, added);
        first = count == 0 ? last : first;
        sum += last;
        count++;
      }
    }
    double deviation =
        switch (count) {
          case 0, 1 -> 0;
          case 2 -> Math.abs((first - last) / 2);
          default -> deviation(sum / count, count, wanted, node, added);
        };
    return (long) ((1 - deviation) * Scores.MAX_SCORE);
  }

  private double deviation(
      double mean, int count, Resources wanted, NodeInfo node, Resources added) {
    double squares = 0;
    for (int i = 0; i < resources.size(); i++) {
      ResourceName name = resources.get(i);
      if (counts(name, wanted, node)) {
        double distance = fraction(name, node, added) - mean;
        squares += distance * distance;
      }
    }
    return Math.sqrt(squares / count);
  }

  private static boolean counts(ResourceName name, Resources wanted, NodeInfo node) {
    return node.allocatable().get(name) != 0 && (wanted.get(name) != 0 || !name.isScalar());
  }

  private static double fraction(ResourceName name, NodeInfo node, Resources added) {
    long requested = node.requested().get(name) + added.get(name);
    return Math.min(1, (double) requested / node.allocatable().get(name));
  }

  @Override
  public NodeDependence scoreDependence() {
    return NodeDependence.NODE_AND_PODS;
  }

  @Override
  public Object scoreAspect(CycleState state, PodInfo pod, ClusterView view) {
    return pod.requests();
  }

  @Override
  public boolean scoreColumns(PodInfo pod, NodeColumns columns, long[] into, int from, int to) {
    Resources wanted = pod.requests().placed();
    if (!inColumns || wantsNone(wanted)) {
      return false;
    }
    ResourceKernels.balanced(columns, wanted.milliCpu(), wanted.memoryBytes(), into, from, to);
    return true;
  }
}
