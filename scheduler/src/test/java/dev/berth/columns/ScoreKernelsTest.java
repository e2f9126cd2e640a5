package dev.berth.columns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each loop over the scores of passing nodes against the same said with streams. */
final class ScoreKernelsTest {

  private static final int ROUNDS = 30;

  @Test
  void kernels_sayWhatPlainLoopsSay() {
    Seeds.run(
        (random, seed) -> {
          for (int round = 0; round < ROUNDS; round++) {
            new Table(random).check();
          }
        });
  }

  /** Random codes and scores; about half of the nodes pass, sometimes all, sometimes none. */
  private static final class Table {
    private final SplittableRandom random;
    private final CodeColumn codes = new CodeColumn();
    private final ScoreColumn scores = new ScoreColumn();
    private final List<Integer> passing;

    Table(SplittableRandom random) {
      this.random = random;
      int nodes = random.nextInt(1, 30);
      int range = List.of(1, 3, 200, Integer.MAX_VALUE).get(random.nextInt(4));
      int share = random.nextInt(4);
      codes.resize(nodes);
      scores.resize(nodes);
      for (int i = 0; i < nodes; i++) {
        codes.set(i, random.nextInt(3) < share ? 0 : 1 + random.nextInt(3));
        scores.set(i, (long) random.nextInt(range) - (random.nextBoolean() ? 0 : range / 2));
      }
      passing = IntStream.range(0, nodes).filter(i -> codes.get(i) == 0).boxed().toList();
    }

    void check() {
      assertThat(ScoreKernels.maxFromZero(codes, scores)).isEqualTo(Math.max(0, wantMax()));
      assertThat(ScoreKernels.firstOutside(codes, scores, 0, 100))
          .isEqualTo(
              passing.stream()
                  .filter(i -> scores.get(i) < 0 || scores.get(i) > 100)
                  .findFirst()
                  .orElse(-1));
      checkTop(random.nextInt(7));
      if (!passing.isEmpty()) {
        checkBest();
      }
      if (wantMax() > 0) {
        checkScaled(random.nextBoolean());
      }
    }

    private long wantMax() {
      return passing.stream().mapToLong(scores::get).max().orElse(Long.MIN_VALUE);
    }

    private void checkTop(int count) {
      List<Integer> want =
          passing.stream()
              .sorted(Comparator.comparingLong((Integer i) -> -scores.get(i)))
              .limit(count)
              .toList();
      assertThat(ScoreKernels.top(codes, scores, count)).containsExactly(ints(want));
    }

    private void checkBest() {
      List<Integer> want = passing.stream().filter(i -> scores.get(i) == wantMax()).toList();
      ScoreKernels.Best best = ScoreKernels.best(codes, scores);
      assertThat(best).isEqualTo(new ScoreKernels.Best(wantMax(), want.size()));
      for (int index = 0; index < want.size(); index++) {
        assertThat(ScoreKernels.nthWithTotal(codes, scores, best.total(), index))
            .isEqualTo(want.get(index));
      }
      assertThatThrownBy(() -> ScoreKernels.nthWithTotal(codes, scores, best.total(), want.size()))
          .isInstanceOf(IllegalStateException.class);
    }

    private void checkScaled(boolean reverse) {
      ScoreColumn scaled = new ScoreColumn();
      scaled.copyFrom(scores);
      ScoreKernels.scaleToHundred(codes, scaled, wantMax(), reverse);
      for (int i = 0; i < codes.size(); i++) {
        long share = 100 * scores.get(i) / wantMax();
        long wantOfPassing = reverse ? 100 - share : share;
        assertThat(scaled.get(i)).isEqualTo(codes.get(i) == 0 ? wantOfPassing : scores.get(i));
      }
      boolean wantUniform =
          IntStream.range(0, codes.size()).mapToLong(scaled::get).distinct().count() == 1;
      assertThat(scaled.isUniform()).isEqualTo(wantUniform);
    }

    private static int[] ints(List<Integer> values) {
      return values.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  @Test
  void best_ofTheLowestPossibleTotals_countsPassingNodesOnly() {
    CodeColumn codes = new CodeColumn();
    codes.resize(3);
    codes.set(1, 4);
    ScoreColumn totals = new ScoreColumn();
    totals.resize(3);
    totals.fill(Long.MIN_VALUE);

    assertThat(ScoreKernels.best(codes, totals))
        .isEqualTo(new ScoreKernels.Best(Long.MIN_VALUE, 2));
  }

  @Test
  void scaling_aHugeScore_wrapsAsInGo() {
    CodeColumn codes = new CodeColumn();
    codes.resize(2);
    ScoreColumn scores = new ScoreColumn();
    scores.resize(2);
    scores.set(0, 1L << 60);

    ScoreKernels.scaleToHundred(codes, scores, 1L << 60, false);

    // 100 * 2^60 is 2^62 modulo 2^64.
    assertThat(scores.get(0)).isEqualTo(4);
    assertThat(scores.get(1)).isZero();
  }
}
