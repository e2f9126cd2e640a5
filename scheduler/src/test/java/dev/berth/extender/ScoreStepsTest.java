package dev.berth.extender;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

final class ScoreStepsTest {
  private static List<Integer> steps(long... totals) {
    List<Long> all = LongStream.of(totals).boxed().toList();
    ScoreSteps steps = ScoreSteps.of(all);
    return all.stream().map(steps::of).toList();
  }

  @Test
  void equalTotals_areAllTheBest() {
    assertThat(steps(7, 7, 7)).containsExactly(10, 10, 10);
    assertThat(steps()).isEmpty();
  }

  @Test
  void upToElevenTotals_haveEachAStepOfItsOwn() {
    assertThat(steps(500, 499, 1)).containsExactly(10, 9, 8);
    assertThat(steps(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1_000_000))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  }

  @Test
  void manyTotals_leaveTheBestAlone() {
    long[] totals = LongStream.rangeClosed(0, 99).toArray();

    List<Integer> steps = steps(totals);

    assertThat(steps.getLast()).isEqualTo(10);
    assertThat(steps.subList(0, 99)).allMatch(step -> step >= 0 && step <= 9);
    assertThat(steps.get(98)).as("the second best").isEqualTo(9);
    assertThat(steps.getFirst()).isZero();
  }

  @Test
  void oneTotalFarFromTheOthers_takesNoStepsFromThem() {
    assertThat(steps(-1_000_000, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11))
        .containsExactly(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    assertThat(steps(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1_000_000, 1_000_001))
        .containsExactly(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  }

  @Test
  void manyTotals_shareTheStepsEvenly() {
    List<Integer> steps = steps(LongStream.rangeClosed(0, 100).map(i -> i * i * i).toArray());

    for (int step = 0; step < 10; step++) {
      assertThat(steps).as("step " + step).filteredOn(Integer.valueOf(step)::equals).hasSize(10);
    }
  }

  @Test
  void extremes_doNotOverflow() {
    long[] totals =
        LongStream.concat(
                LongStream.rangeClosed(1, 12), LongStream.of(Long.MIN_VALUE, Long.MAX_VALUE))
            .toArray();

    assertThat(steps(totals)).allMatch(step -> step >= 0 && step <= 10);
  }

  @RepeatedTest(200)
  void higherTotal_neverGetsALowerStep(RepetitionInfo repetition) {
    SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
    long[] totals =
        random.longs(random.nextInt(1, 60), -1000, random.nextLong(-999, 100_000)).toArray();
    java.util.Arrays.sort(totals);

    List<Integer> steps = steps(totals);

    assertThat(IntStream.range(1, totals.length))
        .allMatch(i -> steps.get(i) >= steps.get(i - 1))
        .allMatch(i -> totals[i] != totals[i - 1] || steps.get(i).equals(steps.get(i - 1)));
    assertThat(steps.getLast()).isEqualTo(10);
    assertThat(IntStream.range(0, totals.length).filter(i -> steps.get(i) == 10))
        .allMatch(i -> totals[i] == totals[totals.length - 1]);
  }
}
