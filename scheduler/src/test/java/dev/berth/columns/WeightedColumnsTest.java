package dev.berth.columns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WeightedColumnsTest {

  private final CodeColumn codes = new CodeColumn();
  private final ScoreColumn first = new ScoreColumn();
  private final ScoreColumn second = new ScoreColumn();

  private static WeightedColumns sum(CodeColumn codes, ScoreColumn column, long weight) {
    WeightedColumns sum = new WeightedColumns();
    sum.begin(codes);
    sum.add(column, weight);
    return sum;
  }

  @Test
  void sameColumnsAndWeights_areEqual() {
    WeightedColumns sum = sum(codes, first, 2);
    assertThat(sum).isEqualTo(sum(codes, first, 2)).hasSameHashCodeAs(sum(codes, first, 2));
    assertThat(sum.copy()).isEqualTo(sum).hasSameHashCodeAs(sum);
  }

  @Test
  void otherColumnsWeightsOrCodes_areNot() {
    assertThat(sum(codes, first, 2))
        .isNotEqualTo(sum(codes, second, 2))
        .isNotEqualTo(sum(codes, first, 3))
        .isNotEqualTo(sum(new CodeColumn(), first, 2));
  }

  @Test
  void columnsOfAnEarlierUse_areForgotten() {
    WeightedColumns sum = sum(codes, second, 5);
    sum.begin(codes);
    sum.add(first, 2);
    assertThat(sum).isEqualTo(sum(codes, first, 2));
  }

  @Test
  void copy_staysWhenTheOriginalIsUsedAgain() {
    WeightedColumns sum = sum(codes, first, 2);
    WeightedColumns copy = sum.copy();
    sum.begin(codes);
    assertThat(copy).isEqualTo(sum(codes, first, 2));
  }

  @Test
  void manyColumns_areAllKept() {
    WeightedColumns few = sum(codes, second, 7);
    WeightedColumns more = sum(codes, second, 7);
    for (int i = 0; i < 20; i++) {
      few.add(first, i);
      more.add(first, i);
    }
    assertThat(more).isEqualTo(few);
    more.add(first, 20);
    assertThat(more).isNotEqualTo(few);
  }
}
