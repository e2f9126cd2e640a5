package dev.berth.pipeline;

import dev.berth.columns.Ranking;
import dev.berth.columns.ScoreColumn;
import dev.berth.columns.ScoreKernels;
import dev.berth.columns.WeightedColumns;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CountedScore;
import dev.berth.framework.CycleState;
import dev.berth.framework.MemoizedScore;
import dev.berth.framework.PreScorePlugin;
import dev.berth.framework.ProfilePlugins;
import dev.berth.framework.ScoreException;
import dev.berth.framework.ScorePlugin;
import dev.berth.framework.Scores;
import dev.berth.framework.Status;
import dev.berth.framework.TimedPoint;
import dev.berth.framework.Weighted;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The PreScore, Score and Normalize stages: a total for every feasible node.
 *
 * <p>Raw scores come from the memory or the counts of the view where a plugin declares it. A plugin
 * whose normalised scores are one number for all nodes costs nothing per node: the number is kept
 * beside the totals.
 *
 * <p>Mirrors {@code RunPreScorePlugins} and {@code RunScorePlugins}, {@code
 * pkg/scheduler/framework/runtime/framework.go}, Kubernetes 1.36.3. Threading: the thread that owns
 * the view.
 */
final class ScorePhase {

  private final List<PreScorePlugin> preScore;
  private final List<Weighted> score;
  private final EvaluationMode mode;

  /** No plugin is enabled to score: every node gets 1, and PreScore is not asked. */
  private final boolean nobodyScores;

  private final AttemptCodes codes;
  private final CountCheck check;
  private final PhaseTimes times;
  private final PluginTimes pluginTimes;

  /** Those whose raw scores are not the normalised ones already. */
  private final Set<ScorePlugin> normalizing;

  private final List<AttemptScores> scores = new ArrayList<>();
  private final WeightedColumns sum = new WeightedColumns();
  private final Ranking own = new Ranking(Scores.MIN_SCORE, Scores.MAX_SCORE);
  private Ranking ranking = own;
  private Set<String> skipped = Set.of();

  /** What every node gets from plugins that score all nodes alike; not in {@link #ranking}. */
  private long common;

  ScorePhase(
      ProfilePlugins.Placement placement,
      EvaluationMode mode,
      AttemptCodes codes,
      CountCheck check,
      PhaseTimes times,
      PluginTimes pluginTimes) {
    this.check = check;
    this.times = times;
    this.pluginTimes = pluginTimes;
    this.preScore = placement.preScore();
    this.score = placement.score();
    this.nobodyScores = score.isEmpty();
    this.mode = mode;
    this.codes = codes;
    score.forEach(weighted -> scores.add(new AttemptScores(codes)));
    this.normalizing =
        score.stream()
            .map(Weighted::plugin)
            .filter(ScorePhase::normalizes)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether it has the method of its own: many plugins keep the default. */
  private static boolean normalizes(ScorePlugin plugin) {
    return Stream.of(plugin.getClass().getMethods())
        .anyMatch(
            method ->
                method.getName().equals("normalize")
                    && method.getDeclaringClass() != ScorePlugin.class);
  }

  /** Scores all nodes that pass; null when that went well. */
  Status.@Nullable Error run(CycleState state, PodInfo pod, ClusterView view) {
    // 1. Nothing is known yet.
    sum.begin(codes.column());
    common = nobodyScores ? 1 : 0;
    skipped = Set.of();
    if (nobodyScores) {
      rank(view);
      return null;
    }

    // 2. PreScore looks at the feasible nodes as a whole.
    long preScoreStart = System.nanoTime();
    Status.Error failed = preScore(state, pod, view);
    times.took(TimedPoint.PRE_SCORE, failed, preScoreStart);
    if (failed != null) {
      return failed;
    }
    skipped = SkippedPlugins.ofScore(state);

    // 3. Raw scores of all plugins, then all are normalised, then weighted and added.
    long scoreStart = System.nanoTime();
    for (int i = 0; i < score.size() && failed == null; i++) {
      failed = skips(i) ? null : score(score.get(i).plugin(), scores.get(i), state, pod, view);
    }
    for (int i = 0; i < score.size() && failed == null; i++) {
      failed = skips(i) ? null : normalize(score.get(i).plugin(), scores.get(i), state, pod);
    }
    failed = failed == null ? add(view) : failed;
    times.took(TimedPoint.SCORE, failed, scoreStart);
    return failed;
  }

  private boolean skips(int index) {
    return skipped.contains(score.get(index).plugin().name());
  }

  private Status.@Nullable Error preScore(CycleState state, PodInfo pod, ClusterView view) {
    Set<String> skip = new HashSet<>();
    SkippedPlugins.ofScore(state, skip);
    for (PreScorePlugin plugin : preScore) {
      long start = PluginTimes.start(state);
      Status status = preScore(plugin, state, pod, view);
      pluginTimes.took(state, TimedPoint.PRE_SCORE, plugin, status, start);
      if (status instanceof Status.Skip) {
        skip.add(plugin.name());
      } else if (!status.isSuccess()) {
        return new Status.Error(
            plugin.name(),
            List.of("running PreScore plugin \"" + plugin.name() + "\": " + status.message()));
      }
    }
    return null;
  }

  private Status preScore(PreScorePlugin plugin, CycleState state, PodInfo pod, ClusterView view) {
    try {
      return mode == EvaluationMode.FAST && plugin instanceof CountedScore counted
          ? check.preScore(counted, state, pod, view, codes)
          : plugin.preScore(state, pod, view, codes);
    } catch (RuntimeException thrown) {
      return PluginFailures.report(plugin, "preScore", thrown);
    }
  }

  private Status.@Nullable Error score(
      ScorePlugin plugin, AttemptScores into, CycleState state, PodInfo pod, ClusterView view) {
    long start = PluginTimes.start(state);
    try {
      ScoreColumn remembered =
          mode == EvaluationMode.FAST && plugin instanceof MemoizedScore memoized
              ? view.memos().score(memoized, state, pod)
              : null;
      if (remembered != null) {
        into.borrow(remembered);
      } else if (mode == EvaluationMode.SCALAR || !scoreByCounts(plugin, into, state, pod)) {
        scoreEach(plugin, into, state, pod, view);
        return null;
      }
      pluginTimes.took(state, TimedPoint.SCORE, plugin, Status.success(), start);
      return null;
    } catch (ScoreException failure) {
      return failed(TimedPoint.SCORE, "Score", plugin, failure.getMessage(), state, start);
    } catch (RuntimeException thrown) {
      String reason = PluginFailures.report(plugin, "score", thrown).message();
      return failed(TimedPoint.SCORE, "Score", plugin, reason, state, start);
    }
  }

  private boolean scoreByCounts(
      ScorePlugin plugin, AttemptScores into, CycleState state, PodInfo pod) {
    if (!(plugin instanceof CountedScore counted)) {
      return false;
    }
    ScoreColumn column = into.begin();
    try {
      boolean done = counted.scoreByCounts(state, pod, column);
      column.recount();
      return done;
    } catch (RuntimeException thrown) {
      PluginFailures.report(plugin, "scoreByCounts", thrown);
      return false;
    }
  }

  private void scoreEach(
      ScorePlugin plugin, AttemptScores into, CycleState state, PodInfo pod, ClusterView view)
      throws ScoreException {
    into.clear();
    for (int i = codes.next(0); i >= 0; i = codes.next(i + 1)) {
      long start = PluginTimes.start(state);
      into.set(i, plugin.score(state, pod, view.node(i)));
      pluginTimes.took(state, TimedPoint.SCORE, plugin, Status.success(), start);
    }
  }

  private Status.@Nullable Error normalize(
      ScorePlugin plugin, AttemptScores scores, CycleState state, PodInfo pod) {
    long start = PluginTimes.start(state);
    try {
      plugin.normalize(state, pod, scores);
      if (state.timesPlugins() && normalizing.contains(plugin)) {
        pluginTimes.took(state, TimedPoint.NORMALIZE, plugin, Status.success(), start);
      }
      return null;
    } catch (RuntimeException thrown) {
      String reason = PluginFailures.report(plugin, "normalize", thrown).message();
      return failed(TimedPoint.NORMALIZE, "Normalize on Score", plugin, reason, state, start);
    }
  }

  private Status.Error failed(
      TimedPoint point,
      String step,
      ScorePlugin plugin,
      @Nullable String reason,
      CycleState state,
      long startNanos) {
    Status.Error error =
        new Status.Error(
            plugin.name(),
            List.of(
                "running "
                    + step
                    + " plugins: plugin \""
                    + plugin.name()
                    + "\" failed with: "
                    + reason));
    pluginTimes.took(state, point, plugin, error, startNanos);
    return error;
  }

  private Status.@Nullable Error add(ClusterView view) {
    boolean outside = false;
    for (int i = 0; i < score.size(); i++) {
      AttemptScores normalised = scores.get(i);
      if (skips(i)) {
        continue;
      }
      if (normalised.isConstant()) {
        common += normalised.uniformScore() * score.get(i).weight();
        outside |= !inRange(normalised.uniformScore());
      } else {
        sum.add(normalised.column(), score.get(i).weight());
      }
    }
    rank(view);
    return outside || ranking.mayHaveOutside() ? firstOutside() : null;
  }

  /** The view remembers sums of what it remembers; other sums are made here. */
  private void rank(ClusterView view) {
    Ranking remembered = isRemembered() ? view.memos().ranking(sum) : null;
    if (remembered == null) {
      own.resize(codes.size());
      own.compute(sum);
    }
    ranking = remembered == null ? own : remembered;
  }

  private boolean isRemembered() {
    for (int i = 0; i < score.size(); i++) {
      if (!skips(i) && !scores.get(i).isBorrowed() && !scores.get(i).isConstant()) {
        return false;
      }
    }
    return codes.isBorrowed();
  }

  private Status.@Nullable Error firstOutside() {
    for (int i = 0; i < score.size(); i++) {
      AttemptScores normalised = scores.get(i);
      int ordinal = skips(i) ? -1 : firstOutside(normalised);
      if (ordinal >= 0) {
        return outside(score.get(i).plugin(), normalised.get(ordinal));
      }
    }
    return null;
  }

  private int firstOutside(AttemptScores normalised) {
    if (normalised.isConstant()) {
      return inRange(normalised.uniformScore()) ? -1 : codes.next(0);
    }
    return ScoreKernels.firstOutside(
        codes.column(), normalised.column(), Scores.MIN_SCORE, Scores.MAX_SCORE);
  }

  private static boolean inRange(long score) {
    return score >= Scores.MIN_SCORE && score <= Scores.MAX_SCORE;
  }

  private static Status.Error outside(ScorePlugin plugin, long score) {
    return new Status.Error(
        plugin.name(),
        List.of(
            "applying score defaultWeights on Score plugins: plugin \""
                + plugin.name()
                + "\" returns an invalid score "
                + score
                + ", it should in the range of [0, 100] after normalizing"));
  }

  /** The highest total and how many nodes have it. */
  Ranking.Best best() {
    return ranking.best();
  }

  /** The ordinal of one of the best nodes. */
  int nthBest(Ranking.Best best, int index) {
    return ranking.nth(best, index);
  }

  /** The ordinals of the highest totals, best first. */
  int[] top(int count) {
    return ranking.top(count);
  }

  long total(int ordinal) {
    return ranking.total(ordinal) + common;
  }

  /** The node's normalised, weighted score of each plugin that scored, in plugin order. */
  List<PluginScore> scoresOf(int ordinal) {
    List<PluginScore> parts = new ArrayList<>();
    for (int i = 0; i < score.size(); i++) {
      if (!skips(i)) {
        Weighted weighted = score.get(i);
        long points = scores.get(i).get(ordinal) * weighted.weight();
        parts.add(new PluginScore(weighted.plugin().name(), points));
      }
    }
    return parts;
  }
}
