package dev.berth.columns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A ranking that follows random changes against one said with streams. */
final class RankingTest {

  private static final int STEPS = 60;
  private static final int COLUMNS = 3;

  /** Two full blocks and a bit. */
  private static final int MOST_NODES = 600;

  @Test
  void ranking_saysWhatPlainLoopsSay_howeverItCameAbout() {
    Seeds.run((random, seed) -> new History(random).run());
  }

  private static final class History {
    private final SplittableRandom random;
    private final CodeColumn codes = new CodeColumn();
    private final List<ScoreColumn> scores = new ArrayList<>();
    private final List<Long> weights = new ArrayList<>();
    private final WeightedColumns sum = new WeightedColumns();
    private final Ranking ranking = new Ranking(0, 100);
    private final int range;
    private int nodes;

    History(SplittableRandom random) {
      this.random = random;
      this.range = List.of(1, 2, 101).get(random.nextInt(3));
      sum.begin(codes);
      for (int i = 0; i < COLUMNS; i++) {
        ScoreColumn column = new ScoreColumn();
        scores.add(column);
        weights.add(random.nextLong(1, 4));
        sum.add(column, weights.get(i));
      }
    }

    void run() {
      resize(random.nextInt(1, MOST_NODES));
      ranking.compute(sum);
      for (int step = 0; step < STEPS; step++) {
        change();
        check();
      }
    }

    private void change() {
      switch (random.nextInt(8)) {
        case 0 -> resize(random.nextInt(1, MOST_NODES));
        case 1 -> resize(Math.max(1, nodes - 1));
        case 2 -> {
          IntStream.range(0, nodes).forEach(this::draw);
          ranking.compute(sum);
        }
        default -> {
          int ordinal = random.nextInt(nodes);
          draw(ordinal);
          ranking.compute(sum, ordinal);
        }
      }
    }

    private void resize(int size) {
      int before = nodes;
      nodes = size;
      codes.resize(size);
      scores.forEach(column -> column.resize(size));
      ranking.resize(size);
      for (int i = before; i < size; i++) {
        draw(i);
        ranking.compute(sum, i);
      }
    }

    private void draw(int ordinal) {
      codes.set(ordinal, random.nextInt(4) == 0 ? 1 : 0);
      scores.forEach(column -> column.set(ordinal, random.nextInt(range)));
    }

    private long wantTotal(int ordinal) {
      return IntStream.range(0, COLUMNS)
          .mapToLong(i -> scores.get(i).get(ordinal) * weights.get(i))
          .sum();
    }

    private void check() {
      List<Integer> feasible =
          IntStream.range(0, nodes).filter(i -> codes.get(i) == 0).boxed().toList();
      feasible.forEach(i -> assertThat(ranking.total(i)).isEqualTo(wantTotal(i)));
      checkTop(feasible, random.nextInt(7));
      if (!feasible.isEmpty()) {
        checkBest(feasible);
      }
      assertThat(ranking.mayHaveOutside()).isFalse();
    }

    private void checkTop(List<Integer> feasible, int count) {
      List<Integer> want =
          feasible.stream()
              .sorted(Comparator.comparingLong((Integer i) -> -wantTotal(i)))
              .limit(count)
              .toList();
      assertThat(ranking.top(count)).containsExactly(want.toArray(Integer[]::new));
    }

    private void checkBest(List<Integer> feasible) {
      long wantMax = feasible.stream().mapToLong(this::wantTotal).max().orElseThrow();
      List<Integer> want = feasible.stream().filter(i -> wantTotal(i) == wantMax).toList();
      Ranking.Best best = ranking.best();
      assertThat(best).isEqualTo(new Ranking.Best(wantMax, want.size()));
      int index = random.nextInt(want.size());
      assertThat(ranking.nth(best, index)).isEqualTo(want.get(index));
      assertThat(ranking.nth(best, want.size() - 1)).isEqualTo(want.getLast());
      assertThatThrownBy(() -> ranking.nth(best, want.size()))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void scoreOutOfRange_isNoticedBetweenAllAndAtOneNode() {
    for (long outside : new long[] {-1, 101, Long.MIN_VALUE, Long.MAX_VALUE}) {
      CodeColumn codes = new CodeColumn();
      codes.resize(300);
      ScoreColumn scores = new ScoreColumn();
      scores.resize(300);
      WeightedColumns sum = new WeightedColumns();
      sum.begin(codes);
      sum.add(scores, 2);
      Ranking ranking = new Ranking(0, 100);
      ranking.resize(300);
      scores.set(280, outside);
      ranking.compute(sum);
      assertThat(ranking.mayHaveOutside()).as("%s among all", outside).isTrue();

      scores.set(280, 100);
      ranking.compute(sum);
      assertThat(ranking.mayHaveOutside()).as("none").isFalse();

      scores.set(3, outside);
      ranking.compute(sum, 3);
      assertThat(ranking.mayHaveOutside()).as("%s at one node", outside).isTrue();
    }
  }

  @Test
  void noColumns_rankAllFeasibleNodesAlike() {
    CodeColumn codes = new CodeColumn();
    codes.resize(3);
    codes.set(1, 4);
    WeightedColumns sum = new WeightedColumns();
    sum.begin(codes);
    Ranking ranking = new Ranking(0, 100);
    ranking.resize(3);

    ranking.compute(sum);

    assertThat(ranking.best()).isEqualTo(new Ranking.Best(0, 2));
    assertThat(ranking.top(5)).containsExactly(0, 2);
  }
}
