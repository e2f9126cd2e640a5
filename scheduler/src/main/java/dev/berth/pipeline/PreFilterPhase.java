package dev.berth.pipeline;

import dev.berth.framework.ClusterView;
import dev.berth.framework.CountedFilter;
import dev.berth.framework.CycleState;
import dev.berth.framework.PreFilterPlugin;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.Recountable;
import dev.berth.framework.Status;
import dev.berth.framework.TimedPoint;
import dev.berth.model.PodInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The PreFilter stage: runs the plugins in order and intersects the nodes that they leave.
 *
 * <p>Mirrors {@code RunPreFilterPlugins}, {@code pkg/scheduler/framework/runtime/framework.go},
 * Kubernetes 1.36.3. Threading: the thread that owns the view.
 */
final class PreFilterPhase {

  private final List<PreFilterPlugin> plugins;
  private final EvaluationMode mode;
  private final CountCheck check;
  private final PluginTimes times;

  PreFilterPhase(
      List<PreFilterPlugin> plugins, EvaluationMode mode, CountCheck check, PluginTimes times) {
    this.plugins = plugins;
    this.mode = mode;
    this.check = check;
    this.times = times;
  }

  PreFilterOutcome run(CycleState state, PodInfo pod, ClusterView view) {
    Set<String> skipped = new HashSet<>();
    SkippedPlugins.ofFilter(state, skipped);
    Set<String> narrowedBy = new TreeSet<>();
    @Nullable Set<String> names = null;
    @Nullable Status rejection = null;
    for (PreFilterPlugin plugin : plugins) {
      long start = PluginTimes.start(state);
      PreFilterResult result = call(plugin, state, pod, view);
      times.took(state, TimedPoint.PRE_FILTER, plugin, result.status(), start);
      Status status = result.status().by(plugin.name());
      switch (status) {
        case Status.Skip _ -> skipped.add(plugin.name());
        case Status.Success _ -> {
          Set<String> only = result.nodeNames();
          if (only != null) {
            narrowedBy.add(plugin.name());
            names = intersect(names, only);
            if (names.isEmpty()) {
              return new PreFilterOutcome.Rejected(nothingLeft(narrowedBy), narrowedBy);
            }
          }
        }
        // Preemption may help, so every plugin prepares its state for it.
        case Status.Unschedulable _ -> rejection = status;
        case Status.UnschedulableAndUnresolvable _ -> {
          return new PreFilterOutcome.Rejected(status, Set.of());
        }
        case Status.Pending _, Status.Wait _, Status.Error _ -> {
          return new PreFilterOutcome.Failed(failure(plugin, status));
        }
      }
    }
    return rejection == null
        ? candidates(names, narrowedBy)
        : new PreFilterOutcome.Rejected(rejection, narrowedBy);
  }

  private PreFilterResult call(
      PreFilterPlugin plugin, CycleState state, PodInfo pod, ClusterView view) {
    try {
      if (plugin instanceof Recountable recountable) {
        check.recount(recountable, pod);
      }
      return mode == EvaluationMode.FAST && plugin instanceof CountedFilter counted
          ? check.preFilter(counted, state, pod, view)
          : plugin.preFilter(state, pod, view);
    } catch (RuntimeException thrown) {
      return PreFilterResult.failed(PluginFailures.report(plugin, "preFilter", thrown));
    }
  }

  private static PreFilterOutcome candidates(@Nullable Set<String> names, Set<String> narrowedBy) {
    return names == null
        ? PreFilterOutcome.Candidates.ALL
        : new PreFilterOutcome.Candidates(names, narrowedBy);
  }

  private static Set<String> intersect(@Nullable Set<String> before, Set<String> only) {
    Set<String> both = new HashSet<>(only);
    if (before != null) {
      both.retainAll(before);
    }
    return both;
  }

  private static Status nothingLeft(Set<String> narrowedBy) {
    return narrowedBy.size() == 1
        ? Status.unresolvable("node(s) didn't satisfy plugin " + narrowedBy.iterator().next())
        : Status.unresolvable(
            "node(s) didn't satisfy plugin(s) " + GoText.list(narrowedBy) + " simultaneously");
  }

  private static Status.Error failure(PreFilterPlugin plugin, Status status) {
    return new Status.Error(
        plugin.name(),
        List.of("running PreFilter plugin \"" + plugin.name() + "\": " + status.message()));
  }
}
