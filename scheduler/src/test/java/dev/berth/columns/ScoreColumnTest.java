package dev.berth.columns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A score column against a plain list that does the same. */
final class ScoreColumnTest {

  private static final int STEPS = 200;

  @Test
  void randomOperations_leaveTheColumnAsAPlainListWouldBe_andUniformOnlyWhenItIs() {
    Seeds.run((random, seed) -> new History(random).run());
  }

  private static final class History {
    private final SplittableRandom random;
    private ScoreColumn column = new ScoreColumn();
    private final List<Long> want = new ArrayList<>();

    /** Counted anew by the last step: then a uniform column is seen as such. */
    private boolean counted;

    History(SplittableRandom random) {
      this.random = random;
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        counted = change();
        check();
      }
    }

    /** True when the step counts the entries anew. */
    private boolean change() {
      int step = random.nextInt(7);
      switch (step) {
        case 0 -> resize(random.nextInt(20));
        case 1 -> fill(score());
        case 2 -> kernel();
        case 3 -> column.recount();
        case 4 -> column = copy();
        default -> set();
      }
      return step < 4;
    }

    /** Few different values, so that uniform columns come about; rarely an extreme one. */
    private long score() {
      return random.nextInt(30) == 0 ? random.nextLong() : random.nextInt(2);
    }

    private void resize(int nodes) {
      column.resize(nodes);
      while (want.size() > nodes) {
        want.removeLast();
      }
      while (want.size() < nodes) {
        want.add(0L);
      }
    }

    private void fill(long score) {
      column.fill(score);
      want.replaceAll(old -> score);
    }

    private void set() {
      if (!want.isEmpty()) {
        int ordinal = random.nextInt(want.size());
        long score = score();
        column.set(ordinal, score);
        want.set(ordinal, score);
      }
    }

    private void kernel() {
      for (int i = 0; i < want.size(); i++) {
        long score = score();
        column.array()[i] = score;
        want.set(i, score);
      }
      column.recount();
    }

    private ScoreColumn copy() {
      ScoreColumn copy = new ScoreColumn();
      copy.resize(random.nextInt(10));
      copy.fill(9);
      copy.copyFrom(column);
      return copy;
    }

    private void check() {
      List<Long> found = new ArrayList<>();
      for (int i = 0; i < column.size(); i++) {
        found.add(column.get(i));
      }
      assertThat(found).isEqualTo(want);
      boolean wantUniform = new HashSet<>(want).size() < 2;
      if (counted) {
        assertThat(column.isUniform()).isEqualTo(wantUniform);
      }
      if (column.isUniform()) {
        assertThat(want).allMatch(score -> score == column.uniformScore());
      }
    }
  }

  @Test
  void aFilledColumn_isUniformAgainWhenTheOddEntryGoesBack() {
    ScoreColumn column = new ScoreColumn();
    column.resize(3);
    column.fill(50);

    column.set(1, 51);
    assertThat(column.isUniform()).isFalse();
    column.set(1, 50);

    assertThat(column.isUniform()).isTrue();
    assertThat(column.uniformScore()).isEqualTo(50);
  }

  @Test
  void anEmptyColumn_isUniform() {
    assertThat(new ScoreColumn().isUniform()).isTrue();
  }
}
