package dev.berth.plugins.noderesources;

import dev.berth.columns.NodeColumns;
import dev.berth.columns.ResourceKernels;
import dev.berth.config.ResourceWeight;
import dev.berth.config.ScoringStrategy;
import dev.berth.config.ShapePoint;
import dev.berth.framework.Scores;
import dev.berth.model.NodeInfo;
import dev.berth.model.ResourceName;
import dev.berth.model.Resources;
import java.util.List;

/**
 * The weighted mean, over some resources, of how a node does on each of them with the pod on it.
 *
 * <p>Left out, with their weight, are resources that the node does not have and extended ones that
 * the pod does not want. CPU and memory of other pods count with the default for containers without
 * a request.
 *
 * <p>Mirrors {@code resourceAllocationScorer} of {@code
 * plugins/noderesources/resource_allocation.go} and {@code least_allocated.go}, {@code
 * most_allocated.go}, {@code requested_to_capacity_ratio.go} beside it, Kubernetes 1.36.3.
 * Threading: immutable.
 */
abstract sealed class FitScorer {

  final List<ResourceWeight> resources;

  private FitScorer(List<ResourceWeight> resources) {
    // Pods are counted, not requested: upstream finds no such resource on any node.
    this.resources =
        resources.stream().filter(weighted -> weighted.resource() != ResourceName.PODS).toList();
  }

  static FitScorer of(ScoringStrategy strategy) {
    return switch (strategy) {
      case ScoringStrategy.LeastAllocated least -> new LeastAllocated(least.resources());
      case ScoringStrategy.MostAllocated most -> new MostAllocated(most.resources());
      case ScoringStrategy.RequestedToCapacityRatio ratio ->
          new RequestedToCapacityRatio(ratio.resources(), ratio.shape());
    };
  }

  /** 0 to 100 for one resource that the node has. */
  abstract long resourceScore(long requested, long allocatable);

  /** Whether a resource with this score is part of the mean. */
  boolean counts(long resourceScore) {
    return true;
  }

  /** The mean, rounded; {@code weights} is not 0. */
  long mean(long sum, long weights) {
    return sum / weights;
  }

  /** {@link #score} for many nodes at once; false when only the scalar form will do. */
  boolean columns(Resources wanted, NodeColumns columns, long[] into, int from, int to) {
    return false;
  }

  final long score(Resources wanted, NodeInfo node) {
    long sum = 0;
    long weights = 0;
    for (int i = 0; i < resources.size(); i++) {
      ResourceName name = resources.get(i).resource();
      long added = wanted.get(name);
      long allocatable = node.allocatable().get(name);
      if (allocatable == 0 || (added == 0 && name.isScalar())) {
        continue;
      }
      long resourceScore = resourceScore(taken(node, name) + added, allocatable);
      if (counts(resourceScore)) {
        sum += resourceScore * resources.get(i).weight();
        weights += resources.get(i).weight();
      }
    }
    return weights == 0 ? 0 : mean(sum, weights);
  }

  private static long taken(NodeInfo node, ResourceName name) {
    boolean defaulted = name == ResourceName.CPU || name == ResourceName.MEMORY;
    return (defaulted ? node.nonZeroRequested() : node.requested()).get(name);
  }

  final boolean isCpuAndMemoryOnly() {
    return resources.stream()
        .map(ResourceWeight::resource)
        .allMatch(name -> name == ResourceName.CPU || name == ResourceName.MEMORY);
  }

  final long weightOf(ResourceName name) {
    return resources.stream()
        .filter(weighted -> weighted.resource() == name)
        .mapToLong(ResourceWeight::weight)
        .sum();
  }

  /** The emptier, the higher: the free part in percent. */
  static final class LeastAllocated extends FitScorer {
    private final boolean inColumns = isCpuAndMemoryOnly();
    private final long cpuWeight = weightOf(ResourceName.CPU);
    private final long memoryWeight = weightOf(ResourceName.MEMORY);

    LeastAllocated(List<ResourceWeight> resources) {
      super(resources);
    }

    @Override
    long resourceScore(long requested, long allocatable) {
      return requested > allocatable
          ? 0
          : (allocatable - requested) * Scores.MAX_SCORE / allocatable;
    }

    @Override
    boolean columns(Resources wanted, NodeColumns columns, long[] into, int from, int to) {
      if (inColumns) {
        ResourceKernels.leastAllocated(
            columns,
            wanted.milliCpu(),
            wanted.memoryBytes(),
            cpuWeight,
            memoryWeight,
            into,
            from,
            to);
      }
      return inColumns;
    }
  }

  /** The fuller, the higher: the requested part in percent, at most 100. */
  static final class MostAllocated extends FitScorer {
    private final boolean inColumns = isCpuAndMemoryOnly();
    private final long cpuWeight = weightOf(ResourceName.CPU);
    private final long memoryWeight = weightOf(ResourceName.MEMORY);

    MostAllocated(List<ResourceWeight> resources) {
      super(resources);
    }

    @Override
    long resourceScore(long requested, long allocatable) {
      return Math.min(requested, allocatable) * Scores.MAX_SCORE / allocatable;
    }

    @Override
    boolean columns(Resources wanted, NodeColumns columns, long[] into, int from, int to) {
      if (inColumns) {
        ResourceKernels.mostAllocated(
            columns,
            wanted.milliCpu(),
            wanted.memoryBytes(),
            cpuWeight,
            memoryWeight,
            into,
            from,
            to);
      }
      return inColumns;
    }
  }

  /**
   * The user's line over the requested part in percent. A resource that scores 0 is left out of the
   * mean, which is rounded to the nearest.
   */
  static final class RequestedToCapacityRatio extends FitScorer {
    private static final long FULL = 100;

    private final BrokenLine line;

    RequestedToCapacityRatio(List<ResourceWeight> resources, List<ShapePoint> shape) {
      super(resources);
      line = new BrokenLine(shape);
    }

    @Override
    long resourceScore(long requested, long allocatable) {
      return line.at(requested > allocatable ? FULL : requested * FULL / allocatable);
    }

    @Override
    boolean counts(long resourceScore) {
      return resourceScore > 0;
    }

    @Override
    long mean(long sum, long weights) {
      return Math.round((double) sum / weights);
    }
  }
}
