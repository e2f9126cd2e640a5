package dev.berth.cluster;

import dev.berth.columns.NodeColumns;
import dev.berth.columns.ResourceKernels;
import dev.berth.framework.CycleState;
import dev.berth.framework.MemoizedFilter;
import dev.berth.framework.NodeDependence;
import dev.berth.framework.Status;
import dev.berth.framework.StatusCodes;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.model.Resources;
import dev.berth.model.Taint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Filters of every kind that a memo has to deal with, each counting how often it was asked. */
abstract class ToyFilter implements MemoizedFilter {

  private final NodeDependence dependence;
  int scalarCalls;
  int kernelRows;

  ToyFilter(NodeDependence dependence) {
    this.dependence = dependence;
  }

  @Override
  public String name() {
    return getClass().getSimpleName();
  }

  @Override
  public NodeDependence filterDependence() {
    return dependence;
  }

  @Override
  public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
    scalarCalls++;
    return judge(pod, node);
  }

  abstract Status judge(PodInfo pod, NodeInfo node);

  /** Node object, no kernel; the text names the taint. */
  static final class Taints extends ToyFilter {
    Taints() {
      super(NodeDependence.NODE_OBJECT);
    }

    @Override
    public Object filterAspect(CycleState state, PodInfo pod) {
      return pod.tolerations();
    }

    @Override
    Status judge(PodInfo pod, NodeInfo node) {
      Taint taint = pod.tolerations().firstUntolerated(node.node().taints());
      return taint == null
          ? Status.success()
          : Status.unresolvable("untolerated " + taint.key() + "=" + taint.value());
    }
  }

  /** Node object and its pods, no kernel; not remembered for pods without ports. */
  static final class Ports extends ToyFilter {
    Ports() {
      super(NodeDependence.NODE_AND_PODS);
    }

    @Override
    public @Nullable Object filterAspect(CycleState state, PodInfo pod) {
      return pod.hostPorts().isEmpty() ? null : pod.hostPorts();
    }

    @Override
    Status judge(PodInfo pod, NodeInfo node) {
      return node.portsConflict(pod.hostPorts())
          ? Status.unschedulable("port taken")
          : Status.success();
    }
  }

  /** Kernel and scalar twin over what is free, for pods that request no scalar resource. */
  static class Room extends ToyFilter {
    private final List<String> reasons;

    Room() {
      this(NodeDependence.NODE_AND_PODS, List.of("pods", "cpu", "memory", "ephemeral", "size"));
    }

    private Room(NodeDependence dependence, List<String> reasons) {
      super(dependence);
      this.reasons = reasons;
    }

    @Override
    public Object filterAspect(CycleState state, PodInfo pod) {
      return pod.requests();
    }

    @Override
    public boolean filterColumns(
        PodInfo pod, NodeColumns columns, StatusCodes codes, int[] into, int from, int to) {
      Resources wanted = pod.requests().incoming();
      if (wanted.scalarCount() > 0) {
        return false;
      }
      kernelRows += to - from;
      int[] codeOfVerdict = new int[ResourceKernels.VERDICTS];
      for (int verdict = 0; verdict < codeOfVerdict.length; verdict++) {
        codeOfVerdict[verdict] = codes.codeOf(statusOf(verdict));
      }
      ResourceKernels.fit(
          columns,
          wanted.milliCpu(),
          wanted.memoryBytes(),
          wanted.ephemeralStorageBytes(),
          codeOfVerdict,
          into,
          from,
          to);
      return true;
    }

    @Override
    Status judge(PodInfo pod, NodeInfo node) {
      Resources wanted = pod.requests().incoming();
      Resources all = node.allocatable();
      Resources free = all.minus(node.requested());
      int verdict = node.podCount() + 1 > all.pods() ? ResourceKernels.TOO_MANY_PODS : 0;
      verdict |= shortOf(wanted.milliCpu(), free.milliCpu(), all.milliCpu(), 2);
      verdict |= shortOf(wanted.memoryBytes(), free.memoryBytes(), all.memoryBytes(), 4);
      verdict |=
          shortOf(
              wanted.ephemeralStorageBytes(),
              free.ephemeralStorageBytes(),
              all.ephemeralStorageBytes(),
              8);
      return statusOf(verdict);
    }

    private static int shortOf(long wanted, long free, long all, int bit) {
      int tooSmall = wanted > all ? ResourceKernels.NODE_TOO_SMALL : 0;
      return wanted > 0 && wanted > free ? bit | tooSmall : 0;
    }

    private Status statusOf(int verdict) {
      List<String> texts = new ArrayList<>();
      for (int bit = 0; bit < reasons.size(); bit++) {
        if ((verdict & 1 << bit) != 0 && !reasons.get(bit).isEmpty()) {
          texts.add(reasons.get(bit));
        }
      }
      return texts.isEmpty()
          ? Status.success()
          : Status.unschedulable(texts.toArray(String[]::new));
    }
  }

  /** Node object only, with a kernel: is the whole node too small? */
  static final class Size extends Room {
    Size() {
      super(NodeDependence.NODE_OBJECT, List.of("", "", "", "", "size"));
    }
  }
}
