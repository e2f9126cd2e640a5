package dev.berth.pipeline;

import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.NodeStatuses;
import dev.berth.framework.PostFilterPlugin;
import dev.berth.framework.PostFilterResult;
import dev.berth.framework.Preemption;
import dev.berth.framework.Status;
import dev.berth.framework.TimedPoint;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The PostFilter stage: the plugins in order until one has made room or rules it out.
 *
 * <p>Mirrors {@code RunPostFilterPlugins}, {@code pkg/scheduler/framework/runtime/framework.go},
 * Kubernetes 1.36.3. Threading: the thread that owns the view.
 */
final class PostFilterPhase {

  private final List<PostFilterPlugin> plugins;
  private final PhaseTimes times;

  PostFilterPhase(List<PostFilterPlugin> plugins, PhaseTimes times) {
    this.plugins = plugins;
    this.times = times;
  }

  /** The diagnosis with what PostFilter added to text and nomination. */
  Diagnosis run(
      CycleState state, PodInfo pod, ClusterView view, NodeStatuses statuses, Diagnosis diagnosis) {
    if (plugins.isEmpty()) {
      return diagnosis.withoutPostFilter();
    }
    long start = System.nanoTime();
    PostFilterResult result = run(state, pod, view, statuses);
    times.took(TimedPoint.POST_FILTER, result.status(), start);
    return diagnosis.with(result);
  }

  private PostFilterResult run(
      CycleState state, PodInfo pod, ClusterView view, NodeStatuses statuses) {
    List<String> reasons = new ArrayList<>();
    @Nullable String nomination = null;
    Preemption preemption = Preemption.notTried();
    for (PostFilterPlugin plugin : plugins) {
      PostFilterResult result = call(plugin, state, pod, view, statuses);
      if (!(result.preemption() instanceof Preemption.NotTried)) {
        preemption = result.preemption();
      }
      switch (result.status()) {
        case Status.Unschedulable rejected -> {
          reasons.addAll(rejected.reasons());
          nomination = result.nominatedNode() == null ? nomination : result.nominatedNode();
        }
        case Status.Pending pending -> {
          reasons.addAll(pending.reasons());
          nomination = result.nominatedNode() == null ? nomination : result.nominatedNode();
        }
        case Status.Success _, Status.UnschedulableAndUnresolvable _ -> {
          return new PostFilterResult(result.status(), result.nominatedNode(), preemption);
        }
        case Status.Skip _, Status.Wait _, Status.Error _ -> {
          return new PostFilterResult(result.status(), null, preemption);
        }
      }
    }
    return new PostFilterResult(new Status.Unschedulable("", reasons), nomination, preemption);
  }

  private static PostFilterResult call(
      PostFilterPlugin plugin,
      CycleState state,
      PodInfo pod,
      ClusterView view,
      NodeStatuses statuses) {
    try {
      return plugin.postFilter(state, pod, view, statuses);
    } catch (RuntimeException thrown) {
      return PostFilterResult.of(PluginFailures.report(plugin, "postFilter", thrown));
    }
  }
}
