package dev.berth.config;

import java.util.List;

/**
 * How NodeResourcesFit turns the use of a node into a score.
 *
 * <p>Mirrors {@code ScoringStrategy} of {@code config/v1/types_pluginargs.go}, kube-scheduler
 * 1.36.3.
 *
 * <p>Threading: immutable.
 */
public sealed interface ScoringStrategy {
  /** What counts, at least one resource. */
  List<ResourceWeight> resources();

  /** The less is requested, the higher. */
  record LeastAllocated(List<ResourceWeight> resources) implements ScoringStrategy {
    public LeastAllocated {
      resources = List.copyOf(resources);
    }
  }

  /** The more is requested, the higher. */
  record MostAllocated(List<ResourceWeight> resources) implements ScoringStrategy {
    public MostAllocated {
      resources = List.copyOf(resources);
    }
  }

  /** As a line through the given points says. */
  record RequestedToCapacityRatio(List<ResourceWeight> resources, List<ShapePoint> shape)
      implements ScoringStrategy {
    public RequestedToCapacityRatio {
      resources = List.copyOf(resources);
      shape = List.copyOf(shape);
    }
  }
}
