package dev.berth.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.FeasibleNodes;
import dev.berth.framework.FilterPlugin;
import dev.berth.framework.NominatedPods;
import dev.berth.framework.PointTimes;
import dev.berth.framework.PreFilterPlugin;
import dev.berth.framework.PreScorePlugin;
import dev.berth.framework.Preemption;
import dev.berth.framework.ProfilePlugins;
import dev.berth.framework.ScoreException;
import dev.berth.framework.Scores;
import dev.berth.framework.Status;
import dev.berth.framework.Weighted;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Filter and score said as plainly as possible, with maps in place of columns: node by node, plugin
 * by plugin, nothing remembered and no short cut. PreFilter and refusals are the pipeline's own.
 *
 * <p>A plugin that keeps counts between PreFilter and Filter is told of nominated pods here too.
 */
final class Reference {

  private final ProfilePlugins.Placement plugins;
  private final NominatedPods nominated;
  private final PreFilterPhase preFilter;

  Reference(ProfilePlugins profile, NominatedPods nominated) {
    this.plugins = profile.placement();
    this.nominated = nominated;
    this.preFilter =
        new PreFilterPhase(
            plugins.preFilter(),
            EvaluationMode.SCALAR,
            new CountCheck("berth", 0, PointTimes.NONE),
            new PluginTimes(PointTimes.NONE));
  }

  /** One plugin's scores of the feasible nodes. */
  private static final class ScoreMap implements Scores, FeasibleNodes {
    final TreeMap<Integer, Long> scores = new TreeMap<>();

    @Override
    public FeasibleNodes nodes() {
      return this;
    }

    @Override
    public int count() {
      return scores.size();
    }

    @Override
    public int next(int from) {
      Integer next = scores.ceilingKey(from);
      return next == null ? -1 : next;
    }

    @Override
    public long get(int ordinal) {
      return scores.getOrDefault(ordinal, 0L);
    }

    @Override
    public void set(int ordinal, long score) {
      scores.put(ordinal, score);
    }

    @Override
    public long max() {
      return scores.values().stream().mapToLong(Long::longValue).filter(s -> s > 0).max().orElse(0);
    }

    @Override
    public void normalizeByMax(boolean reverse) {
      long max = max();
      if (max > 0) {
        scores.replaceAll((i, s) -> reverse ? 100 - 100 * s / max : 100 * s / max);
      } else if (reverse) {
        scores.replaceAll((i, s) -> 100L);
      }
    }
  }

  Judgement judge(CycleState state, PodInfo pod, ClusterView view) {
    int nodes = view.nodeCount();
    if (nodes == 0) {
      return judgement(null, null, Map.of(), Map.of(), null, Diagnosis.noNodes());
    }
    Status refusal = RefusalCheck.check(pod);
    if (refusal != null) {
      return judgement(refusal, null, Map.of(), Map.of(), null, asAWhole(nodes, refusal, Set.of()));
    }
    PreFilterOutcome outcome = preFilter.run(state, pod, view);
    return switch (outcome) {
      case PreFilterOutcome.Failed _ -> judgement(null, outcome, Map.of(), Map.of(), null, null);
      case PreFilterOutcome.Rejected(Status status, Set<String> narrowedBy) ->
          judgement(null, outcome, Map.of(), Map.of(), null, asAWhole(nodes, status, narrowedBy));
      case PreFilterOutcome.Candidates candidates -> judge(state, pod, view, candidates);
    };
  }

  private Judgement judge(
      CycleState state, PodInfo pod, ClusterView view, PreFilterOutcome.Candidates candidates) {
    Map<String, Status> rejected = new LinkedHashMap<>();
    Map<Status, Integer> counts = new HashMap<>();
    List<Integer> feasible = new ArrayList<>();
    for (int i = 0; i < view.nodeCount(); i++) {
      String name = view.node(i).name();
      Set<String> named = candidates.nodeNames();
      if (named != null && !named.contains(name)) {
        counts.merge(candidates.absentStatus(), 1, Integer::sum);
        continue;
      }
      Status status = filter(state, pod, view.node(i));
      if (status.isSuccess()) {
        feasible.add(i);
      } else {
        rejected.put(name, status);
        counts.merge(status, 1, Integer::sum);
      }
    }
    boolean broken = counts.keySet().stream().anyMatch(status -> status instanceof Status.Error);
    Diagnosis diagnosis =
        feasible.isEmpty() && !broken
            ? diagnosis(view.nodeCount(), null, counts, candidates.narrowedBy())
            : null;
    return feasible.isEmpty()
        ? judgement(null, candidates, rejected, Map.of(), null, diagnosis)
        : score(state, pod, view, candidates, rejected, feasible);
  }

  /** With the stronger nominated pods on the node, and without. */
  private Status filter(CycleState state, PodInfo pod, NodeInfo node) {
    NodeInfo crowded = node;
    CycleState withOthers = state.fork();
    for (PodInfo other : nominated.on(node.name())) {
      if (other.priority() >= pod.priority() && !other.uid().equals(pod.uid())) {
        crowded = crowded.withPod(other);
        for (PreFilterPlugin plugin : plugins.preFilter()) {
          if (!SkippedPlugins.ofFilter(state).contains(plugin.name())) {
            assertThat(plugin.addPod(withOthers, pod, other, crowded)).isEqualTo(Status.success());
          }
        }
      }
    }
    Status first = filterOnce(withOthers, pod, crowded);
    return first.isSuccess() ? filterOnce(state, pod, node) : first;
  }

  private Status filterOnce(CycleState state, PodInfo pod, NodeInfo node) {
    for (FilterPlugin plugin : plugins.filter()) {
      if (!SkippedPlugins.ofFilter(state).contains(plugin.name())) {
        Status status = ask(plugin, state, pod, node);
        if (status.isRejection()) {
          return status.by(plugin.name());
        }
        if (!status.isSuccess()) {
          String name = plugin.name();
          return error(name, "running \"" + name + "\" filter plugin: " + status.message());
        }
      }
    }
    return Status.success();
  }

  private static Status ask(FilterPlugin plugin, CycleState state, PodInfo pod, NodeInfo node) {
    try {
      return plugin.filter(state, pod, node);
    } catch (IllegalStateException noStateFromPreFilter) {
      return Status.error(noStateFromPreFilter);
    }
  }

  private Judgement score(
      CycleState state,
      PodInfo pod,
      ClusterView view,
      PreFilterOutcome.Candidates candidates,
      Map<String, Status> rejected,
      List<Integer> feasible) {
    Map<Integer, Long> totals = new TreeMap<>();
    Map<Integer, List<PluginScore>> parts = new TreeMap<>();
    boolean nobodyScores = plugins.score().isEmpty();
    for (int i : feasible) {
      totals.put(i, nobodyScores ? 1L : 0L);
      parts.put(i, new ArrayList<>());
    }
    Status.Error error = nobodyScores ? null : score(state, pod, view, totals, parts);
    Map<String, Judgement.NodeScores> scores = new LinkedHashMap<>();
    for (int i : feasible) {
      scores.put(
          view.node(i).name(),
          error == null
              ? new Judgement.NodeScores(
                  totals.getOrDefault(i, 0L), parts.getOrDefault(i, List.of()))
              : new Judgement.NodeScores(0, List.of()));
    }
    return judgement(null, candidates, rejected, scores, error, null);
  }

  private Status.@Nullable Error score(
      CycleState state,
      PodInfo pod,
      ClusterView view,
      Map<Integer, Long> totals,
      Map<Integer, List<PluginScore>> parts) {
    ScoreMap feasible = new ScoreMap();
    totals.keySet().forEach(i -> feasible.set(i, 0));
    Set<String> skipped = new HashSet<>();
    for (PreScorePlugin plugin : plugins.preScore()) {
      Status status = plugin.preScore(state, pod, view, feasible);
      if (status instanceof Status.Skip) {
        skipped.add(plugin.name());
      } else if (!status.isSuccess()) {
        String name = plugin.name();
        return error(name, "running PreScore plugin \"" + name + "\": " + status.message());
      }
    }
    for (Weighted weighted : plugins.score()) {
      String name = weighted.plugin().name();
      if (!skipped.contains(name)) {
        ScoreMap scores = new ScoreMap();
        try {
          for (int i : totals.keySet()) {
            scores.set(i, weighted.plugin().score(state, pod, view.node(i)));
          }
        } catch (ScoreException | IllegalStateException failure) {
          String reason = String.valueOf(failure.getMessage());
          return error(
              name, "running Score plugins: plugin \"" + name + "\" failed with: " + reason);
        }
        weighted.plugin().normalize(state, pod, scores);
        scores.scores.forEach(
            (i, score) -> {
              totals.merge(i, score * weighted.weight(), Long::sum);
              parts
                  .getOrDefault(i, new ArrayList<>())
                  .add(new PluginScore(name, score * weighted.weight()));
            });
      }
    }
    return null;
  }

  @SuppressWarnings("NullAway") // does not see in class files that a nested type is @Nullable
  private static Judgement judgement(
      @Nullable Status refusal,
      @Nullable PreFilterOutcome outcome,
      Map<String, Status> rejected,
      Map<String, Judgement.NodeScores> scores,
      Status.@Nullable Error scoringError,
      @Nullable Diagnosis diagnosis) {
    return new Judgement(refusal, outcome, rejected, scores, scoringError, diagnosis);
  }

  private static Status.Error error(String plugin, String message) {
    return new Status.Error(plugin, List.of(message));
  }

  private static Diagnosis asAWhole(int nodes, Status status, Set<String> narrowedBy) {
    Diagnosis blame = diagnosis(nodes, status, Map.of(status, nodes), narrowedBy);
    return new Diagnosis(
        nodes,
        status,
        Map.of(),
        blame.unschedulablePlugins(),
        blame.pendingPlugins(),
        "",
        null,
        Preemption.notTried());
  }

  private static Diagnosis diagnosis(
      int nodes, @Nullable Status whole, Map<Status, Integer> counts, Set<String> narrowedBy) {
    Set<String> blamed = new HashSet<>(narrowedBy);
    Set<String> pending = new HashSet<>();
    for (Status status : counts.keySet()) {
      if (!status.plugin().isEmpty()) {
        blamed.add(status.plugin());
        if (status instanceof Status.Pending) {
          pending.add(status.plugin());
        }
      }
    }
    return new Diagnosis(nodes, whole, counts, blamed, pending, "", null, Preemption.notTried());
  }
}
