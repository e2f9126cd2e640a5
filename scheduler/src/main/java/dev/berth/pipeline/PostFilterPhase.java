package dev.berth.pipeline;

import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.NodeStatuses;
import dev.berth.framework.PostFilterPlugin;
import dev.berth.framework.PostFilterResult;
import dev.berth.framework.Preemption;
import dev.berth.framework.PreemptionCandidate;
import dev.berth.framework.PreemptionPlugin;
import dev.berth.framework.PreemptionPlugin.Review;
import dev.berth.framework.PreemptionPlugin.Search;
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
  private final PluginTimes pluginTimes;

  PostFilterPhase(List<PostFilterPlugin> plugins, PhaseTimes times, PluginTimes pluginTimes) {
    this.plugins = plugins;
    this.times = times;
    this.pluginTimes = pluginTimes;
  }

  /**
   * What the plugins are asked.
   *
   * @param reviewed evictions may only be chosen after extenders were asked about them
   */
  record Question(
      CycleState state, PodInfo pod, ClusterView view, NodeStatuses statuses, boolean reviewed) {}

  /** How the stage ends. */
  sealed interface Outcome {
    record Ended(PostFilterResult result) implements Outcome {}

    /** Extenders have to be asked about these first. */
    record Found(List<PreemptionCandidate> candidates, PostFilterProgress progress)
        implements Outcome {}
  }

  Outcome run(Question question) {
    return run(question, PostFilterProgress.start(), null);
  }

  /** Goes on with what extenders said. */
  Outcome resume(Question question, PostFilterProgress progress, Review review) {
    return run(question, progress, review);
  }

  private Outcome run(Question question, PostFilterProgress from, @Nullable Review review) {
    if (plugins.isEmpty()) {
      return new Outcome.Ended(new PostFilterResult(Status.success(), ""));
    }
    Outcome outcome = new Run(question, from, review).go();
    if (outcome instanceof Outcome.Ended(PostFilterResult result)) {
      times.took(TimedPoint.POST_FILTER, result.status(), from.startNanos());
    }
    return outcome;
  }

  /** One way through the plugins. */
  private final class Run {
    private final Question question;
    private final long startNanos;
    private final List<String> reasons;
    private int position;
    private @Nullable String nomination;
    private Preemption preemption;
    private @Nullable Review review;

    Run(Question question, PostFilterProgress from, @Nullable Review review) {
      this.question = question;
      this.review = review;
      this.startNanos = from.startNanos();
      this.position = from.plugin();
      this.reasons = new ArrayList<>(from.reasons());
      this.nomination = from.nomination();
      this.preemption = from.preemption();
    }

    Outcome go() {
      for (; position < plugins.size(); position++) {
        switch (timed(plugins.get(position))) {
          case Search.Found(List<PreemptionCandidate> candidates) -> {
            return new Outcome.Found(candidates, progress());
          }
          case Search.Ended(PostFilterResult result) -> {
            PostFilterResult last = take(result);
            if (last != null) {
              return new Outcome.Ended(last);
            }
          }
        }
      }
      return new Outcome.Ended(
          new PostFilterResult(new Status.Unschedulable("", reasons), nomination, preemption));
    }

    private PostFilterProgress progress() {
      return new PostFilterProgress(position, reasons, nomination, preemption, startNanos);
    }

    /** The result of the stage, or null when the next plugin has its turn. */
    private @Nullable PostFilterResult take(PostFilterResult result) {
      if (!(result.preemption() instanceof Preemption.NotTried)) {
        preemption = result.preemption();
      }
      return switch (result.status()) {
        case Status.Unschedulable _, Status.Pending _ -> {
          reasons.addAll(result.status().reasons());
          nomination = result.nominatedNode() == null ? nomination : result.nominatedNode();
          yield null;
        }
        case Status.Success _, Status.UnschedulableAndUnresolvable _ ->
            new PostFilterResult(result.status(), result.nominatedNode(), preemption);
        case Status.Skip _, Status.Wait _, Status.Error _ ->
            new PostFilterResult(result.status(), null, preemption);
      };
    }

    /** What extenders take in the middle of it is nobody's time. */
    private Search timed(PostFilterPlugin plugin) {
      long start = PluginTimes.start(question.state());
      Search search = call(plugin);
      if (search instanceof Search.Ended(PostFilterResult result)) {
        pluginTimes.took(question.state(), TimedPoint.POST_FILTER, plugin, result.status(), start);
      }
      return search;
    }

    private Search call(PostFilterPlugin plugin) {
      Review given = review;
      review = null;
      try {
        if (given != null && plugin instanceof PreemptionPlugin evicting) {
          return new Search.Ended(evicting.conclude(question.state(), given));
        }
        if (question.reviewed() && plugin instanceof PreemptionPlugin evicting) {
          return evicting.search(
              question.state(), question.pod(), question.view(), question.statuses());
        }
        return new Search.Ended(
            plugin.postFilter(
                question.state(), question.pod(), question.view(), question.statuses()));
      } catch (RuntimeException thrown) {
        return new Search.Ended(
            PostFilterResult.of(PluginFailures.report(plugin, "postFilter", thrown)));
      }
    }
  }
}
