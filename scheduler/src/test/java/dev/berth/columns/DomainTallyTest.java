package dev.berth.columns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What is read from sums by domain. Nodes: two in a, one in b, one in c that does not count, one
 * without.
 */
final class DomainTallyTest {

  private final DomainColumn column = new DomainColumn();
  private final DomainTally tally = new DomainTally(column);

  DomainTallyTest() {
    List<String> domains = List.of("a", "a", "b", "c");
    column.resize(5);
    tally.resize(5);
    for (int i = 0; i < domains.size(); i++) {
      column.set(i, domains.get(i));
    }
    tally.put(0, 2);
    tally.put(1, 3);
    tally.put(2, 1);
    tally.put(4, 7);
  }

  private List<Integer> rejected(long atLeast, long atMost, int homeless) {
    CodeColumn codes = new CodeColumn();
    codes.resize(5);
    codes.set(1, 9);
    tally.reject(codes, atLeast, atMost, 1, homeless);
    return List.of(codes.get(0), codes.get(1), codes.get(2), codes.get(3), codes.get(4));
  }

  @Test
  void reject_outsideOfTheRange_keepsEarlierCodes() {
    assertThat(rejected(0, 4, 0)).containsExactly(1, 9, 0, 0, 0);
    assertThat(rejected(1, 5, 2)).containsExactly(0, 9, 0, 1, 2);
    assertThat(rejected(Long.MIN_VALUE, 0, 2)).containsExactly(1, 9, 1, 0, 2);
  }

  @Test
  void isWithin_countsADomainWithoutCountingNodesAsZero() {
    assertThat(tally.isWithin(0, 5)).isTrue();
    assertThat(tally.isWithin(0, 4)).isFalse();
    assertThat(tally.isWithin(1, 5)).isFalse();
    column.set(3, "b");
    assertThat(tally.isWithin(1, 5)).isTrue();
  }

  @Test
  void fewest_isAmongDomainsWithNodesThatCount() {
    assertThat(tally.fewest()).isEqualTo(1);
    tally.leaveOut(2);
    assertThat(tally.fewest()).isEqualTo(5);
    tally.clear();
    assertThat(tally.fewest()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void nodeWithoutADomain_hasNoAmount() {
    assertThat(tally.amount(4)).isZero();
    assertThat(tally.total()).isEqualTo(6);
  }

  @Test
  void addScaled_givesNodesTheSumOfTheirDomain_alsoThoseThatDoNotCount() {
    tally.leaveOut(0);
    ScoreColumn scores = new ScoreColumn();
    scores.resize(5);
    tally.addScaled(scores, -10);
    assertThat(List.of(scores.get(0), scores.get(1), scores.get(2), scores.get(3), scores.get(4)))
        .containsExactly(-30L, -30L, -10L, 0L, 0L);
  }

  @Test
  void fractions_areAddedAndRounded() {
    FractionColumn sums = new FractionColumn();
    sums.begin(5);
    sums.addSums(tally, 0.5, 1);
    sums.addAmounts(tally, 0.25, 0);
    ScoreColumn scores = new ScoreColumn();
    scores.resize(5);
    sums.roundInto(scores);
    // 2.5 + 1 + 0.5, 2.5 + 1 + 0.75, 0.5 + 1 + 0.25, 0 + 1 + 0, nothing
    assertThat(List.of(scores.get(0), scores.get(1), scores.get(2), scores.get(3), scores.get(4)))
        .containsExactly(4L, 4L, 2L, 1L, 0L);
    assertThat(FractionColumn.round(-2.5)).isEqualTo(-3);
  }

  @Test
  void holds_isFalseWhenTheColumnMovedOnAlone() {
    assertThat(tally.holds()).isTrue();
    column.set(0, "b");
    assertThat(tally.holds()).isFalse();
    tally.put(0, 2);
    assertThat(tally.holds()).isTrue();
  }

  @Test
  void numberOfAValueThatIsGone_isUsedAgain() {
    int gone = column.get(3);
    column.set(3, "d");
    assertThat(column.get(3)).isEqualTo(gone);
    assertThat(column.find("c")).isEqualTo(DomainColumn.NONE);
    assertThat(column.count()).isEqualTo(3);
  }
}
