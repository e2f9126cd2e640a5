package dev.berth.pipeline;

import static dev.berth.pipeline.Scripted.plugin;
import static dev.berth.pipeline.Trial.POD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.MemoizedScore;
import dev.berth.framework.NodeDependence;
import dev.berth.framework.ScoreException;
import dev.berth.framework.Scores;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PreScore, Score, Normalize and the weights: totals, and what fails the attempt. */
@ParameterizedClass
@EnumSource(EvaluationMode.class)
record ScoreStageTest(EvaluationMode mode) {

  @Test
  void totals_areTheWeightedSums_andTheHighestWins() {
    Trial trial =
        new Trial(mode)
            .nodes("a", "b", "c")
            .score(
                plugin("A")
                    .onScore(
                        node -> Map.of("a", 10, "b", 20, "c", 30).getOrDefault(node.name(), 0)))
            .score(plugin("B").onScore(node -> node.name().equals("b") ? 50 : 7), 3);

    assertThat(trial.selected(POD).nodeName()).isEqualTo("b");
    assertThat(trial.judge(POD).scores())
        .containsEntry("a", scores(31, new PluginScore("A", 10), new PluginScore("B", 21)))
        .containsEntry("b", scores(170, new PluginScore("A", 20), new PluginScore("B", 150)))
        .containsEntry("c", scores(51, new PluginScore("A", 30), new PluginScore("B", 21)));
  }

  @Test
  void judgedNodes_areListedInOrderOfTheView() {
    Judgement judgement =
        new Trial(mode)
            .nodes("d", "a", "c", "b", "f", "e")
            .filter(
                plugin("F").onFilter(node -> node.compareTo("c") > 0 ? Status.success() : reject()))
            .judge(POD);

    assertThat(judgement.scores().keySet()).containsExactly("d", "f", "e");
    assertThat(judgement.rejected().keySet()).containsExactly("a", "c", "b");
  }

  @Test
  void aSingleFeasibleNode_isNotScored() {
    Scripted plugin = plugin("A").onFilter(node -> node.equals("b") ? Status.success() : reject());
    Trial trial =
        new Trial(mode)
            .nodes("a", "b")
            .filter(plugin)
            .preScore(plugin("P").onPreScore(() -> Status.error("broken")))
            .score(plugin);

    assertThat(trial.selected(POD).nodeName()).isEqualTo("b");
    assertThat(plugin.asked).doesNotContain("score b");
  }

  @Test
  void rejectedNodes_areNotScored() {
    Scripted score = plugin("S");
    new Trial(mode)
        .nodes("a", "b", "c")
        .filter(plugin("F").onFilter(node -> node.equals("b") ? reject() : Status.success()))
        .score(score)
        .selected(POD);

    assertThat(score.asked).containsExactly("score a", "score c");
  }

  @Test
  void preScoreSkip_dropsThePluginsScore_forThisAttempt() {
    Scripted skips = plugin("A").onPreScore(Status::skip).onScore(node -> 40);
    Trial trial =
        new Trial(mode)
            .nodes("a", "b")
            .preScore(skips)
            .score(skips)
            .score(plugin("B").onScore(node -> 2));

    assertThat(trial.judge(POD).scores()).containsEntry("a", scores(2, new PluginScore("B", 2)));

    skips.onPreScore(Status::success);
    assertThat(trial.judge(POD).scores())
        .containsEntry("a", scores(42, new PluginScore("A", 40), new PluginScore("B", 2)));
  }

  @Test
  void preScore_thatIsNeitherSuccessNorSkip_abortsTheAttempt() {
    for (Status answer : List.of(Status.error("x", "y"), Status.unschedulable("x", "y"))) {
      Trial trial =
          new Trial(mode)
              .nodes("a", "b")
              .preScore(plugin("A").onPreScore(() -> answer))
              .score(plugin("B"));

      assertThat(trial.aborted(POD).message()).isEqualTo("running PreScore plugin \"A\": x, y");
      assertThat(trial.judge(POD).scoringError()).isEqualTo(trial.aborted(POD));
    }
  }

  @Test
  void aScoreThatCannotBeGiven_abortsTheAttempt() {
    Trial trial =
        new Trial(mode)
            .nodes("a", "b")
            .score(
                plugin("A")
                    .onScore(
                        node -> {
                          throw new ScoreException("no such thing");
                        }));

    Status.Error error = trial.aborted(POD);
    assertThat(error.message())
        .isEqualTo("running Score plugins: plugin \"A\" failed with: no such thing");
    assertThat(error.plugin()).isEqualTo("A");
    assertThat(trial.judge(POD).scores())
        .containsEntry("a", scores(0))
        .containsEntry("b", scores(0));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 101, Long.MIN_VALUE, Long.MAX_VALUE})
  void aScoreOutsideOfTheRange_abortsTheAttempt(long score) {
    String want =
        "applying score defaultWeights on Score plugins: plugin \"A\" returns an invalid score "
            + score
            + ", it should in the range of [0, 100] after normalizing";

    Trial everywhere = new Trial(mode).nodes("a", "b").score(plugin("A").onScore(node -> score));
    Trial onOneNode =
        new Trial(mode)
            .nodes("a", "b")
            .score(plugin("A").onScore(node -> node.name().equals("b") ? score : 1));

    assertThat(everywhere.aborted(POD).message()).isEqualTo(want);
    assertThat(onOneNode.aborted(POD).message()).isEqualTo(want);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 100})
  void theEndsOfTheRange_areInIt(long score) {
    assertThat(
            new Trial(mode)
                .nodes("a", "b")
                .score(plugin("A").onScore(node -> score), 2)
                .judge(POD)
                .scores())
        .containsEntry("b", scores(2 * score, new PluginScore("A", 2 * score)));
  }

  @Test
  void aPluginThatScoresAllNodesAlike_countsWithItsWeight() {
    Trial trial =
        new Trial(mode)
            .nodes("a", "b")
            .score(new AllAlike(40), 3)
            .score(plugin("B").onNormalize(scores -> scores.normalizeByMax(true)), 2);
    PluginScore ofB = new PluginScore("B", 200);

    assertThat(trial.judge(POD).scores())
        .containsEntry("a", scores(320, new PluginScore("AllAlike", 120), ofB))
        .containsEntry("b", scores(320, new PluginScore("AllAlike", 120), ofB));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 101})
  void rememberedScoresOutsideOfTheRange_abortTheAttemptToo(long score) {
    Trial trial = new Trial(mode).nodes("a", "b").score(new AllAlike(score));

    assertThat(trial.aborted(POD).message())
        .startsWith("applying score defaultWeights on Score plugins: plugin \"AllAlike\" returns");
  }

  /** Gives every node the same, and may be remembered. */
  private record AllAlike(long score) implements MemoizedScore {
    @Override
    public String name() {
      return "AllAlike";
    }

    @Override
    public long score(CycleState state, PodInfo pod, NodeInfo node) {
      return score;
    }

    @Override
    public NodeDependence scoreDependence() {
      return NodeDependence.NODE_OBJECT;
    }

    @Override
    public Object scoreAspect(CycleState state, PodInfo pod, ClusterView view) {
      return "any pod";
    }
  }

  @Test
  void aFailingScore_isReportedBeforeAnotherPluginsFailingNormalize_andThatBeforeARange() {
    Scripted outOfRange = plugin("A").onScore(node -> 101);
    Scripted failsToNormalize = plugin("B").onNormalize(scores -> scores.get(-1));
    Scripted failsToScore =
        plugin("C")
            .onScore(
                node -> {
                  throw new ScoreException("x");
                });

    assertThat(
            new Trial(mode)
                .nodes("a", "b")
                .score(outOfRange)
                .score(failsToNormalize)
                .score(failsToScore)
                .aborted(POD)
                .message())
        .startsWith("running Score plugins: plugin \"C\"");
    assertThat(
            new Trial(mode)
                .nodes("a", "b")
                .score(outOfRange)
                .score(failsToNormalize)
                .aborted(POD)
                .message())
        .startsWith("running Normalize on Score plugins: plugin \"B\"");
  }

  @Test
  void withoutScorePlugins_everyNodeGetsOne_andPreScoreIsNotAsked() {
    Scripted preScore = plugin("A").onPreScore(() -> Status.error("broken"));
    Trial trial = new Trial(mode).nodes("a", "b").preScore(preScore);

    assertThat(trial.judge(POD).scores())
        .containsEntry("a", scores(1))
        .containsEntry("b", scores(1));
    assertThat(preScore.asked).isEmpty();
  }

  @Test
  void whenEveryScorePluginSkips_everyNodeGetsNothing() {
    Scripted skips = plugin("A").onPreScore(Status::skip);
    Trial trial = new Trial(mode).nodes("a", "b").preScore(skips).score(skips);

    assertThat(trial.judge(POD).scores()).containsEntry("a", scores(0));
  }

  @Test
  void normalizeByMax_scalesToTheHighest_orTurnsRound() {
    assertThat(normalized(false, 0, 3, 4)).containsExactly(0L, 75L, 100L);
    assertThat(normalized(true, 0, 3, 4)).containsExactly(100L, 25L, 0L);
  }

  @Test
  void normalizeByMax_truncates_beforeItTurnsRound() {
    assertThat(normalized(false, 1, 3)).containsExactly(33L, 100L);
    assertThat(normalized(true, 1, 3)).containsExactly(67L, 0L);
  }

  @Test
  void normalizeByMax_ofNothingButZeros_isZero_orAHundredTurnedRound() {
    assertThat(normalized(false, 0, 0)).containsExactly(0L, 0L);
    assertThat(normalized(true, 0, 0)).containsExactly(100L, 100L);
  }

  @Test
  void normalizeByMax_ofEqualScores_isAHundred_orZeroTurnedRound() {
    assertThat(normalized(false, 7, 7)).containsExactly(100L, 100L);
    assertThat(normalized(true, 7, 7)).containsExactly(0L, 0L);
  }

  @Test
  void normalizeByMax_ignoresRejectedNodes() {
    List<Long> seen = new ArrayList<>();
    new Trial(mode)
        .nodes("a", "b", "c")
        .filter(plugin("F").onFilter(node -> node.equals("b") ? reject() : Status.success()))
        .score(
            plugin("S")
                .onScore(node -> Map.of("a", 1, "b", 900, "c", 2).getOrDefault(node.name(), 0))
                .onNormalize(
                    scores -> {
                      assertThat(scores.nodes().count()).isEqualTo(2);
                      assertThat(scores.max()).isEqualTo(2);
                      scores.normalizeByMax(false);
                      seen.addAll(feasible(scores));
                    }))
        .selected(POD);

    assertThat(seen).containsExactly(50L, 100L);
  }

  @Test
  void normalize_maySetSingleScores() {
    Trial trial =
        new Trial(mode)
            .nodes("a", "b")
            .score(plugin("S").onScore(node -> 1000).onNormalize(scores -> setAll(scores, 10, 20)));

    assertThat(trial.judge(POD).scores())
        .containsEntry("a", scores(10, new PluginScore("S", 10)))
        .containsEntry("b", scores(20, new PluginScore("S", 20)));
  }

  private List<Long> normalized(boolean reverse, long... raw) {
    List<Long> seen = new ArrayList<>();
    new Trial(mode)
        .manyNodes(raw.length)
        .score(
            plugin("S")
                .onScore(node -> raw[Integer.parseInt(node.name().substring(1))])
                .onNormalize(
                    scores -> {
                      scores.normalizeByMax(reverse);
                      seen.addAll(feasible(scores));
                    }))
        .selected(POD);
    return seen;
  }

  private static List<Long> feasible(Scores scores) {
    List<Long> all = new ArrayList<>();
    for (int i = scores.nodes().next(0); i >= 0; i = scores.nodes().next(i + 1)) {
      all.add(scores.get(i));
    }
    return all;
  }

  private static void setAll(Scores scores, long... values) {
    for (int i = 0; i < values.length; i++) {
      scores.set(i, values[i]);
    }
  }

  private static Judgement.NodeScores scores(long total, PluginScore... parts) {
    return new Judgement.NodeScores(total, List.of(parts));
  }

  private static Status reject() {
    return Status.unschedulable("x");
  }
}
