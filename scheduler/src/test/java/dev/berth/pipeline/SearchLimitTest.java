package dev.berth.pipeline;

import static dev.berth.pipeline.Scripted.plugin;
import static dev.berth.pipeline.Trial.POD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.PreFilterResult;
import dev.berth.framework.Status;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Profiles that stop looking once a percentage of the nodes is feasible. */
@ParameterizedClass
@EnumSource(EvaluationMode.class)
record SearchLimitTest(EvaluationMode mode) {

  @ParameterizedTest
  @CsvSource({
    "99, 1, 99",
    "100, 1, 100",
    "101, 1, 100",
    "250, 10, 100",
    "250, 50, 125",
    "251, 50, 125",
    "250, 99, 247",
    "250, 100, 250",
    "250, 0, 250",
  })
  void feasibleNodes_areThePercentage_butAtLeastAHundred(int nodes, int percentage, int want) {
    Trial trial = new Trial(mode).manyNodes(nodes).percentageOfNodesToScore(percentage);

    ScheduleResult.Selected selected = trial.selected(POD);
    assertThat(selected.feasible()).isEqualTo(want);
    assertThat(selected.evaluated()).isEqualTo(want);
  }

  @Test
  void theNextAttempt_startsWhereTheLastOneEnded() {
    Scored scored = new Scored(mode, 250, 40);

    assertThat(scored.attempt()).isEqualTo(range(0, 100));
    assertThat(scored.attempt()).isEqualTo(range(100, 200));
    assertThat(scored.attempt()).isEqualTo(range(200, 250, 0, 50));
    assertThat(scored.attempt()).isEqualTo(range(50, 150));
  }

  @Test
  void rejectedNodes_areLookedAtUntilEnoughPass() {
    Scored scored = new Scored(mode, 250, 40);
    scored.trial.filter(
        plugin("F").onFilter(node -> number(node) % 2 == 0 ? Status.success() : reject()));

    assertThat(scored.attempt()).hasSize(100).contains("n198").doesNotContain("n200");
    assertThat(scored.attempt()).contains("n200", "n0", "n148").doesNotContain("n150");
  }

  @Test
  void whenTooFewPass_allNodesAreLookedAt() {
    Trial trial =
        new Trial(mode)
            .manyNodes(250)
            .percentageOfNodesToScore(50)
            .filter(plugin("F").onFilter(node -> number(node) < 30 ? Status.success() : reject()));

    ScheduleResult.Selected selected = trial.selected(POD);
    assertThat(selected.feasible()).isEqualTo(30);
    assertThat(selected.evaluated()).isEqualTo(250);
  }

  @Test
  void nodesThatWereNotLookedAt_areNoneThatFailed() {
    Trial trial =
        new Trial(mode)
            .manyNodes(250)
            .percentageOfNodesToScore(40)
            .filter(
                plugin("F")
                    .onFilter(
                        node -> number(node) < 150 ? Status.success() : Status.error("broken")));

    assertThat(trial.schedule(POD)).isInstanceOf(ScheduleResult.Selected.class);
    assertThat(trial.schedule(POD)).as("reaches n150").isInstanceOf(ScheduleResult.Aborted.class);
  }

  @Test
  void thePercentage_isOfTheNodesThatPreFilterNamed() {
    Set<String> named = IntStream.range(50, 170).mapToObj(i -> "n" + i).collect(Collectors.toSet());
    Trial trial =
        new Trial(mode)
            .manyNodes(400)
            .percentageOfNodesToScore(50)
            .preFilter(plugin("P").onPreFilter(PreFilterResult.onlyNodes(named)));

    assertThat(trial.selected(POD).feasible()).isEqualTo(100);
    assertThat(trial.selected(POD).evaluated()).isEqualTo(100);
  }

  @Test
  void fewNamedNodes_areAllLookedAt() {
    Trial trial =
        new Trial(mode)
            .manyNodes(400)
            .percentageOfNodesToScore(1)
            .preFilter(plugin("P").onPreFilter(PreFilterResult.onlyNodes(Set.of("n5", "n300"))));

    assertThat(trial.selected(POD).feasible()).isEqualTo(2);
  }

  /** Tells which nodes an attempt scored. */
  private static final class Scored {
    final Trial trial;
    private final Scripted score = plugin("S");

    Scored(EvaluationMode mode, int nodes, int percentage) {
      trial = new Trial(mode).manyNodes(nodes).percentageOfNodesToScore(percentage).score(score);
    }

    Set<String> attempt() {
      score.asked.clear();
      assertThat(trial.schedule(POD)).isInstanceOf(ScheduleResult.Selected.class);
      return score.asked.stream()
          .map(asked -> asked.substring("score ".length()))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Set<String> range(int... bounds) {
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < bounds.length; i += 2) {
      for (int node = bounds[i]; node < bounds[i + 1]; node++) {
        names.add("n" + node);
      }
    }
    return names;
  }

  private static int number(String node) {
    return Integer.parseInt(node.substring(1));
  }

  private static Status reject() {
    return Status.unschedulable("x");
  }
}
