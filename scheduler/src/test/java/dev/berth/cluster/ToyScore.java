package dev.berth.cluster;

import dev.berth.columns.NodeColumns;
import dev.berth.columns.ResourceKernels;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.ImageState;
import dev.berth.framework.MemoizedScore;
import dev.berth.framework.NodeDependence;
import dev.berth.framework.ScoreException;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.model.Resources;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scores of every kind that a memo has to deal with, each counting how often it was asked. */
abstract class ToyScore implements MemoizedScore {

  private final NodeDependence dependence;
  int scalarCalls;
  int kernelRows;

  ToyScore(NodeDependence dependence) {
    this.dependence = dependence;
  }

  @Override
  public String name() {
    return getClass().getSimpleName();
  }

  @Override
  public NodeDependence scoreDependence() {
    return dependence;
  }

  @Override
  public long score(CycleState state, PodInfo pod, NodeInfo node) throws ScoreException {
    scalarCalls++;
    return points(state, pod, node);
  }

  abstract long points(CycleState state, PodInfo pod, NodeInfo node) throws ScoreException;

  /** Node object, no kernel. */
  static final class Taints extends ToyScore {
    Taints() {
      super(NodeDependence.NODE_OBJECT);
    }

    @Override
    public Object scoreAspect(CycleState state, PodInfo pod, ClusterView view) {
      return pod.tolerations();
    }

    @Override
    long points(CycleState state, PodInfo pod, NodeInfo node) {
      return pod.tolerations().untoleratedPreferNoSchedule(node.node().taints());
    }
  }

  /** Node object, with the state of images of the view as part of the aspect. */
  static final class Images extends ToyScore {
    record Aspect(List<String> names, List<ImageState> states) {}

    @Nullable Aspect current;

    Images() {
      super(NodeDependence.NODE_OBJECT);
    }

    @Override
    public @Nullable Object scoreAspect(CycleState state, PodInfo pod, ClusterView view) {
      current = aspectOf(pod, view);
      return pod.images().isEmpty() ? null : current;
    }

    static Aspect aspectOf(PodInfo pod, ClusterView view) {
      List<ImageState> states =
          pod.images().names().stream()
              .map(
                  name -> {
                    ImageState image = view.image(name);
                    return image == null ? new ImageState(0, 0) : image;
                  })
              .toList();
      return new Aspect(pod.images().names(), states);
    }

    @Override
    long points(CycleState state, PodInfo pod, NodeInfo node) {
      Aspect aspect = current;
      long sum = 0;
      for (int i = 0; aspect != null && i < aspect.names.size(); i++) {
        if (node.node().imageSizes().containsKey(aspect.names.get(i))) {
          ImageState image = aspect.states.get(i);
          sum += image.sizeBytes() * image.nodeCount();
        }
      }
      return sum;
    }
  }

  /** Node object and its pods, no kernel: everything of a node that placing a pod changes. */
  static final class Crowd extends ToyScore {
    Crowd() {
      super(NodeDependence.NODE_AND_PODS);
    }

    @Override
    public Object scoreAspect(CycleState state, PodInfo pod, ClusterView view) {
      return pod.priority();
    }

    @Override
    long points(CycleState state, PodInfo pod, NodeInfo node) {
      return pod.priority()
          + 3L * node.podCount()
          + 5L * node.usedPorts().size()
          + 7L * node.podsWithRequiredAntiAffinity().size();
    }
  }

  /** Kernel and scalar twin over what is free, for pods that request no scalar resource. */
  static final class Free extends ToyScore {
    Free() {
      super(NodeDependence.NODE_AND_PODS);
    }

    @Override
    public Object scoreAspect(CycleState state, PodInfo pod, ClusterView view) {
      return pod.requests();
    }

    @Override
    public boolean scoreColumns(PodInfo pod, NodeColumns columns, long[] into, int from, int to) {
      Resources wanted = pod.requests().scoring();
      if (wanted.scalarCount() > 0) {
        return false;
      }
      kernelRows += to - from;
      ResourceKernels.leastAllocated(
          columns, wanted.milliCpu(), wanted.memoryBytes(), 1, 3, into, from, to);
      return true;
    }

    @Override
    long points(CycleState state, PodInfo pod, NodeInfo node) {
      Resources wanted = pod.requests().scoring();
      Resources used = node.nonZeroRequested().plus(wanted);
      long sum = 0;
      long weights = 0;
      if (node.allocatable().milliCpu() != 0) {
        sum += freePercent(used.milliCpu(), node.allocatable().milliCpu());
        weights += 1;
      }
      if (node.allocatable().memoryBytes() != 0) {
        sum += 3 * freePercent(used.memoryBytes(), node.allocatable().memoryBytes());
        weights += 3;
      }
      return weights == 0 ? 0 : sum / weights;
    }

    private static long freePercent(long used, long all) {
      return used > all ? 0 : (all - used) * 100 / all;
    }
  }
}
