package dev.berth.columns;

import static org.assertj.core.api.Assertions.assertThat;

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
      if (wantMax() > 0) {
        checkScaled(random.nextBoolean());
      }
    }

    private long wantMax() {
      return passing.stream().mapToLong(scores::get).max().orElse(Long.MIN_VALUE);
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
