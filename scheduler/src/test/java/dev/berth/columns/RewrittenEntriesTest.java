package dev.berth.columns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A kernel writes an entry into the array itself; the column then has to be told. */
final class RewrittenEntriesTest {

  @Test
  void rejectedCodes_followWhatAKernelWrote() {
    CodeColumn codes = new CodeColumn();
    codes.resize(3);
    codes.set(1, 4);

    codes.array()[0] = 9;
    codes.rewritten(0, 0);
    assertThat(codes.rejected()).isEqualTo(2);

    codes.array()[1] = 0;
    codes.rewritten(1, 4);
    assertThat(codes.rejected()).isEqualTo(1);

    codes.array()[0] = 5;
    codes.rewritten(0, 9);
    assertThat(codes.rejected()).isEqualTo(1);
  }

  @Test
  void uniformScores_followWhatAKernelWrote() {
    ScoreColumn scores = new ScoreColumn();
    scores.resize(3);
    scores.fill(50);

    scores.array()[2] = 70;
    scores.rewritten(2, 50);
    assertThat(scores.isUniform()).isFalse();

    scores.array()[2] = 50;
    scores.rewritten(2, 70);
    assertThat(scores.isUniform()).isTrue();
    assertThat(scores.uniformScore()).isEqualTo(50);
  }
}
