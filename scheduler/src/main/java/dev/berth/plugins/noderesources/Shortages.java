package dev.berth.plugins.noderesources;

import static dev.berth.columns.ResourceKernels.NODE_TOO_SMALL;
import static dev.berth.columns.ResourceKernels.SHORT_OF_CPU;
import static dev.berth.columns.ResourceKernels.SHORT_OF_EPHEMERAL;
import static dev.berth.columns.ResourceKernels.SHORT_OF_MEMORY;
import static dev.berth.columns.ResourceKernels.TOO_MANY_PODS;

import dev.berth.columns.ResourceKernels;
import dev.berth.framework.Status;
import dev.berth.model.ResourceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * The statuses of NodeResourcesFit, each made once: one per verdict of {@link ResourceKernels}, and
 * one per verdict and list of extended resources.
 *
 * <p>Threading: any thread.
 */
final class Shortages {

  private static final List<Status> OF_VERDICT =
      IntStream.range(0, ResourceKernels.VERDICTS)
          .mapToObj(verdict -> make(verdict, List.of()))
          .toList();

  /** Beyond this many different ones, statuses are made anew: names come from users. */
  private static final int REMEMBERED_AT_MOST = 1024;

  private record Key(int verdict, List<ResourceName> missing) {}

  private final Map<Key, Status> withScalars = new ConcurrentHashMap<>();

  Status status(int verdict) {
    return OF_VERDICT.get(verdict);
  }

  /** For a pod that is short of extended resources also. */
  Status status(int verdict, List<ResourceName> missing) {
    Key key = new Key(verdict, List.copyOf(missing));
    Status known = withScalars.get(key);
    if (known != null) {
      return known;
    }
    Status made = make(verdict, key.missing);
    if (withScalars.size() < REMEMBERED_AT_MOST) {
      withScalars.put(key, made);
    }
    return made;
  }

  private static Status make(int verdict, List<ResourceName> missing) {
    List<String> reasons = new ArrayList<>();
    addIf(verdict, TOO_MANY_PODS, "Too many pods", reasons);
    addIf(verdict, SHORT_OF_CPU, "Insufficient cpu", reasons);
    addIf(verdict, SHORT_OF_MEMORY, "Insufficient memory", reasons);
    addIf(verdict, SHORT_OF_EPHEMERAL, "Insufficient ephemeral-storage", reasons);
    missing.forEach(name -> reasons.add("Insufficient " + name.name()));
    if (reasons.isEmpty()) {
      return Status.success();
    }
    return (verdict & NODE_TOO_SMALL) == 0
        ? new Status.Unschedulable(NodeResourcesFit.NAME, reasons)
        : new Status.UnschedulableAndUnresolvable(NodeResourcesFit.NAME, reasons);
  }

  private static void addIf(int verdict, int bit, String reason, List<String> reasons) {
    if ((verdict & bit) != 0) {
      reasons.add(reason);
    }
  }
}
