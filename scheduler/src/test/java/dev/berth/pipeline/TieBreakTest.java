package dev.berth.pipeline;

import static dev.berth.pipeline.Scripted.plugin;
import static dev.berth.pipeline.Trial.POD;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Which of equally good nodes is taken. */
@ParameterizedClass
@EnumSource(EvaluationMode.class)
record TieBreakTest(EvaluationMode mode) {

  private static final int DRAWS = 7_000;

  /** The chi-square value that 6 degrees of freedom exceed once in 1,000 times. */
  private static final double CHI_SQUARE_6 = 22.46;

  @Test
  void random_isUniformAmongTheBest_andTakesNoOther() {
    Trial trial =
        new Trial(mode)
            .manyNodes(10)
            .score(plugin("S").onScore(node -> isBest(node.name()) ? 50 : 49))
            .recording(Recording.OFF)
            .ties(TieBreak.random(new SplittableRandom(42)));
    Map<String, Integer> chosen = new TreeMap<>();
    for (int i = 0; i < DRAWS; i++) {
      chosen.merge(trial.selected(POD).nodeName(), 1, Integer::sum);
    }

    assertThat(chosen).hasSize(7).allSatisfy((node, count) -> assertThat(isBest(node)).isTrue());
    double want = DRAWS / 7.0;
    double chiSquare =
        chosen.values().stream().mapToDouble(n -> (n - want) * (n - want) / want).sum();
    assertThat(chiSquare).as("%s", chosen).isLessThan(CHI_SQUARE_6);
  }

  private static boolean isBest(String node) {
    return !List.of("n0", "n4", "n9").contains(node);
  }

  @Test
  void random_withTheSameSeed_choosesTheSame() {
    assertThat(choices(1)).isEqualTo(choices(1)).isNotEqualTo(choices(2));
  }

  private List<String> choices(long seed) {
    Trial trial = new Trial(mode).manyNodes(10).ties(TieBreak.random(new SplittableRandom(seed)));
    List<String> chosen = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      chosen.add(trial.selected(POD).nodeName());
    }
    return chosen;
  }

  @Test
  void first_takesTheFirstOfTheBestInOrderOfTheView_everyTime() {
    Trial trial =
        new Trial(mode)
            .manyNodes(10)
            .score(plugin("S").onScore(node -> isBest(node.name()) ? 50 : 49))
            .ties(TieBreak.first());

    for (int i = 0; i < 5; i++) {
      assertThat(trial.selected(POD).nodeName()).isEqualTo("n1");
    }
  }
}
