package dev.berth.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.columns.CodeColumn;
import dev.berth.columns.ScoreColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Scores that belong to a memo, or to the attempt, against kube-scheduler's normalising. */
final class AttemptScoresTest {

  private static final int ROUNDS = 3_000;

  /** Sometimes all equal, sometimes near the ends of the 64 bits, sometimes negative. */
  private static final List<Long> VALUES =
      List.of(0L, 1L, 2L, 3L, 97L, 100L, -5L, 1L << 60, Long.MAX_VALUE, Long.MIN_VALUE);

  @Test
  void normalizeByMax_isTheSame_forBorrowedOwnAndUniformColumns() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < ROUNDS; round++) {
      int nodes = random.nextInt(1, 8);
      int different = random.nextInt(1, 4);
      long[] raw = new long[nodes];
      CodeColumn codes = new CodeColumn();
      codes.resize(nodes);
      int offset = random.nextInt(VALUES.size());
      for (int i = 0; i < nodes; i++) {
        raw[i] = VALUES.get((offset + random.nextInt(different)) % VALUES.size());
        codes.set(i, random.nextInt(3) == 0 ? 1 : 0);
      }
      codes.set(random.nextInt(nodes), 0);
      boolean reverse = random.nextBoolean();

      List<Long> want = normalized(passing(codes, raw), reverse);
      String what = Arrays.toString(raw) + (reverse ? " turned round" : "");
      assertThat(borrowed(codes, raw, reverse)).as("borrowed %s", what).isEqualTo(want);
      assertThat(own(codes, raw, reverse)).as("own %s", what).isEqualTo(want);
    }
  }

  /** {@code helper.DefaultNormalizeScore}, said plainly. */
  private static List<Long> normalized(List<Long> scores, boolean reverse) {
    long max = scores.stream().mapToLong(Long::longValue).filter(s -> s > 0).max().orElse(0);
    if (max == 0) {
      return reverse ? scores.stream().map(score -> 100L).toList() : scores;
    }
    return scores.stream().map(s -> reverse ? 100 - 100 * s / max : 100 * s / max).toList();
  }

  private static List<Long> borrowed(CodeColumn codes, long[] raw, boolean reverse) {
    ScoreColumn remembered = new ScoreColumn();
    remembered.resize(raw.length);
    System.arraycopy(raw, 0, remembered.array(), 0, raw.length);
    remembered.recount();
    AttemptScores scores = new AttemptScores(attempt(codes));
    scores.borrow(remembered);
    scores.normalizeByMax(reverse);
    for (int i = 0; i < raw.length; i++) {
      assertThat(remembered.get(i)).as("what is remembered").isEqualTo(raw[i]);
    }
    return passing(codes, scores);
  }

  private static List<Long> own(CodeColumn codes, long[] raw, boolean reverse) {
    AttemptScores scores = new AttemptScores(attempt(codes));
    scores.clear();
    for (int i = codes.nextPassing(0); i >= 0; i = codes.nextPassing(i + 1)) {
      scores.set(i, raw[i]);
    }
    scores.normalizeByMax(reverse);
    return passing(codes, scores);
  }

  private static List<Long> passing(CodeColumn codes, long[] raw) {
    List<Long> passing = new ArrayList<>();
    for (int i = codes.nextPassing(0); i >= 0; i = codes.nextPassing(i + 1)) {
      passing.add(raw[i]);
    }
    return passing;
  }

  private static List<Long> passing(CodeColumn codes, AttemptScores scores) {
    List<Long> passing = new ArrayList<>();
    for (int i = scores.nodes().next(0); i >= 0; i = scores.nodes().next(i + 1)) {
      passing.add(scores.get(i));
    }
    assertThat(scores.nodes().count()).isEqualTo(codes.size() - codes.rejected());
    return passing;
  }

  @Test
  void aBorrowedColumn_isCopiedBeforeASingleScoreIsSet() {
    CodeColumn codes = new CodeColumn();
    codes.resize(2);
    ScoreColumn remembered = new ScoreColumn();
    remembered.resize(2);
    remembered.fill(70);
    AttemptScores scores = new AttemptScores(attempt(codes));
    scores.borrow(remembered);

    scores.set(1, 30);

    assertThat(scores.get(0)).isEqualTo(70);
    assertThat(scores.get(1)).isEqualTo(30);
    assertThat(remembered.get(1)).isEqualTo(70);
    assertThat(scores.isUniform()).isFalse();
  }

  private static AttemptCodes attempt(CodeColumn codes) {
    AttemptCodes attempt = new AttemptCodes();
    attempt.borrow(codes);
    return attempt;
  }
}
