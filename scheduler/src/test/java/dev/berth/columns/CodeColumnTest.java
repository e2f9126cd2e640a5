package dev.berth.columns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A code column against a plain list that does the same, and the few things a list cannot show. */
final class CodeColumnTest {

  private static final int STEPS = 200;
  private static final int CODES = 5;

  /** Beyond those that a column has room to count from the start. */
  private static final int RARE_CODE = 40;

  @Test
  void randomOperations_leaveTheColumnAndItsCountsAsAPlainListWouldBe() {
    Seeds.run((random, seed) -> new History(random).run());
  }

  private static final class History {
    private final SplittableRandom random;
    private final CodeColumn column = new CodeColumn();
    private final List<Integer> want = new ArrayList<>();
    private boolean asksForCounts;

    History(SplittableRandom random) {
      this.random = random;
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        change();
        asksForCounts = random.nextInt(3) > 0;
        check();
      }
    }

    private void change() {
      switch (random.nextInt(10)) {
        case 0 -> resize(random.nextInt(40));
        case 1 -> resize(want.size() + random.nextInt(3) - (want.isEmpty() ? 0 : 1));
        case 2 -> fill(random.nextInt(2) * random.nextInt(CODES));
        case 3 -> keepFirst();
        case 4 -> kernel();
        case 5 -> copyFrom(random.nextInt(40));
        default -> {
          if (!want.isEmpty()) {
            int ordinal = random.nextInt(want.size());
            set(ordinal, random.nextInt(20) == 0 ? RARE_CODE : random.nextInt(CODES));
          }
        }
      }
    }

    private void resize(int nodes) {
      column.resize(nodes);
      while (want.size() > nodes) {
        want.removeLast();
      }
      while (want.size() < nodes) {
        want.add(0);
      }
    }

    private void fill(int code) {
      column.fill(code);
      want.replaceAll(old -> code);
    }

    private void set(int ordinal, int code) {
      column.set(ordinal, code);
      want.set(ordinal, code);
    }

    private void keepFirst() {
      CodeColumn next = new CodeColumn();
      next.resize(want.size());
      for (int i = 0; i < want.size(); i++) {
        int code = random.nextInt(3) == 0 ? random.nextInt(CODES) : 0;
        next.set(i, code);
        want.set(i, want.get(i) == 0 ? code : want.get(i));
      }
      column.keepFirst(next);
    }

    private void kernel() {
      for (int i = 0; i < want.size(); i++) {
        int code = random.nextInt(CODES);
        column.array()[i] = code;
        want.set(i, code);
      }
      column.recount();
    }

    private void copyFrom(int nodes) {
      CodeColumn other = new CodeColumn();
      other.resize(nodes);
      want.clear();
      for (int i = 0; i < nodes; i++) {
        want.add(random.nextInt(CODES));
        other.set(i, want.get(i));
      }
      column.copyFrom(other);
    }

    private void check() {
      List<Integer> found = new ArrayList<>();
      int[] wantCounts = new int[RARE_CODE + 1];
      for (int i = 0; i < column.size(); i++) {
        found.add(column.get(i));
        wantCounts[want.get(i)]++;
      }
      assertThat(found).isEqualTo(want);
      assertThat(column.rejected()).isEqualTo(want.size() - wantCounts[0]);
      for (int code = 0; code <= RARE_CODE && asksForCounts; code++) {
        assertThat(column.count(code)).as("entries that are %s", code).isEqualTo(wantCounts[code]);
      }
      for (int from = 0; from <= want.size(); from++) {
        assertThat(column.nextPassing(from)).isEqualTo(wantNextPassing(from));
      }
    }

    private int wantNextPassing(int from) {
      int distance = want.subList(from, want.size()).indexOf(0);
      return distance < 0 ? -1 : from + distance;
    }
  }

  @Test
  void keepFirst_keepsTheCodeThatIsThere_evenWhenBothReject() {
    CodeColumn first = column(3, 0, 0, 7);

    first.keepFirst(column(4, 5, 0, 0));

    assertThat(first.get(0)).isEqualTo(3);
    assertThat(first.get(1)).isEqualTo(5);
    assertThat(first.get(2)).isZero();
    assertThat(first.get(3)).isEqualTo(7);
    assertThat(first.rejected()).isEqualTo(3);
  }

  @Test
  void entriesThatWereCutOff_passWhenTheColumnGrowsAgain() {
    CodeColumn column = column(1, 2, 3);

    column.resize(1);
    column.resize(3);

    assertThat(column.get(1)).isZero();
    assertThat(column.get(2)).isZero();
    assertThat(column.rejected()).isEqualTo(1);
  }

  private static CodeColumn column(int... codes) {
    CodeColumn column = new CodeColumn();
    column.resize(codes.length);
    for (int i = 0; i < codes.length; i++) {
      column.set(i, codes[i]);
    }
    return column;
  }
}
