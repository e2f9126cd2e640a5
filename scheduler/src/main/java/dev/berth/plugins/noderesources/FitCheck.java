package dev.berth.plugins.noderesources;

import static dev.berth.columns.ResourceKernels.NODE_TOO_SMALL;
import static dev.berth.columns.ResourceKernels.SHORT_OF_CPU;
import static dev.berth.columns.ResourceKernels.SHORT_OF_EPHEMERAL;
import static dev.berth.columns.ResourceKernels.SHORT_OF_MEMORY;
import static dev.berth.columns.ResourceKernels.TOO_MANY_PODS;

import dev.berth.columns.NodeColumns;
import dev.berth.columns.ResourceKernels;
import dev.berth.framework.Shortfall;
import dev.berth.framework.Status;
import dev.berth.framework.StatusCodes;
import dev.berth.model.ResourceName;
import dev.berth.model.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a pod requests with what is free: all resources that are short are reasons, and one
 * that even the empty node does not have makes the verdict unresolvable.
 *
 * <p>Mirrors {@code fitsRequest} of {@code plugins/noderesources/fit.go}, Kubernetes 1.36.3.
 * Extended resources are reported by name; upstream reports them in random order.
 *
 * <p>Threading: any thread.
 */
final class FitCheck {

  private static final List<ResourceName> BASIC =
      List.of(ResourceName.CPU, ResourceName.MEMORY, ResourceName.EPHEMERAL_STORAGE);

  private final IgnoredResources ignored;
  private final Shortages shortages = new Shortages();

  /** Of the table that was asked for last; a view has one for its whole life. */
  private volatile @Nullable VerdictCodes lastCodes;

  FitCheck(IgnoredResources ignored) {
    this.ignored = ignored;
  }

  /**
   * Success, or why {@code wanted} does not fit beside {@code used} and {@code pods} pods.
   *
   * @param fromClasses resources that DeviceClasses offer: not judged where the node has none
   */
  Status verdict(
      Resources wanted,
      Set<ResourceName> fromClasses,
      Resources allocatable,
      Resources used,
      int pods) {
    int verdict = pods + 1 > allocatable.pods() ? TOO_MANY_PODS : 0;
    verdict |= shortOf(wanted.milliCpu(), allocatable.milliCpu(), used.milliCpu(), SHORT_OF_CPU);
    verdict |=
        shortOf(
            wanted.memoryBytes(), allocatable.memoryBytes(), used.memoryBytes(), SHORT_OF_MEMORY);
    verdict |=
        shortOf(
            wanted.ephemeralStorageBytes(),
            allocatable.ephemeralStorageBytes(),
            used.ephemeralStorageBytes(),
            SHORT_OF_EPHEMERAL);
    return wanted.scalarCount() == 0
        ? shortages.status(verdict)
        : withScalars(verdict, wanted, fromClasses, allocatable, used);
  }

  private static int shortOf(long wanted, long allocatable, long used, int bit) {
    if (wanted <= 0 || wanted <= allocatable - used) {
      return 0;
    }
    return wanted > allocatable ? bit | NODE_TOO_SMALL : bit;
  }

  private Status withScalars(
      int verdict,
      Resources wanted,
      Set<ResourceName> fromClasses,
      Resources allocatable,
      Resources used) {
    List<ResourceName> missing = new ArrayList<>(0);
    for (int i = 0; i < wanted.scalarCount(); i++) {
      if (!counts(wanted, i)) {
        continue;
      }
      ResourceName name = wanted.scalarName(i);
      long amount = wanted.scalarValue(i);
      long ofNode = allocatable.scalar(name);
      if (ofNode <= 0 && fromClasses.contains(name)) {
        continue;
      }
      if (amount > ofNode - used.scalar(name)) {
        missing.add(name);
        verdict |= amount > ofNode ? NODE_TOO_SMALL : 0;
      }
    }
    return missing.isEmpty() ? shortages.status(verdict) : shortages.status(verdict, missing);
  }

  /** What is missing of each resource that {@link #verdict} names. */
  List<Shortfall> shortfalls(
      Resources wanted,
      Set<ResourceName> fromClasses,
      Resources allocatable,
      Resources used,
      int pods) {
    List<Shortfall> lacking = new ArrayList<>();
    add(lacking, ResourceName.PODS, 1, allocatable.pods() - pods);
    for (ResourceName name : BASIC) {
      add(lacking, name, wanted.get(name), allocatable.get(name) - used.get(name));
    }
    for (int i = 0; i < wanted.scalarCount(); i++) {
      if (counts(wanted, i)) {
        ResourceName name = wanted.scalarName(i);
        if (allocatable.scalar(name) > 0 || !fromClasses.contains(name)) {
          add(lacking, name, wanted.scalarValue(i), allocatable.scalar(name) - used.scalar(name));
        }
      }
    }
    return lacking;
  }

  private static void add(List<Shortfall> lacking, ResourceName name, long needed, long free) {
    if (needed > 0 && needed > free) {
      lacking.add(new Shortfall(name.name(), needed, free));
    }
  }

  private boolean counts(Resources wanted, int scalar) {
    return wanted.scalarValue(scalar) != 0 && !ignored.contains(wanted.scalarName(scalar));
  }

  /** The same at once for many nodes; false for a pod whose extended resources count. */
  boolean columns(
      Resources wanted, NodeColumns columns, StatusCodes codes, int[] into, int from, int to) {
    for (int i = 0; i < wanted.scalarCount(); i++) {
      if (counts(wanted, i)) {
        return false;
      }
    }
    ResourceKernels.fit(
        columns,
        wanted.milliCpu(),
        wanted.memoryBytes(),
        wanted.ephemeralStorageBytes(),
        codesIn(codes).array(),
        into,
        from,
        to);
    return true;
  }

  private VerdictCodes codesIn(StatusCodes table) {
    VerdictCodes last = lastCodes;
    if (last == null || !last.areOf(table)) {
      last = new VerdictCodes(table, shortages);
      lastCodes = last;
    }
    return last;
  }
}
