package dev.berth.cluster;

import static dev.berth.cluster.MemoBed.PLENTY;
import static dev.berth.cluster.Samples.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.columns.CodeColumn;
import dev.berth.columns.ScoreColumn;
import dev.berth.framework.Status;
import dev.berth.framework.StatusCodes;
import dev.berth.model.PodInfo;
import org.junit.jupiter.api.Test;

/** What memos hold together, and which go first. */
final class MemoBoundsTest {
  private static PodInfo withPriority(int priority) {
    return pod("p" + priority).toBuilder().priority(priority).build();
  }

  @Test
  void theLeastRecentlyUsedMemo_goesFirst() {
    MemoBed bed = new MemoBed(2_000, 1_000);
    bed.putNodes(10);
    ToyScore.Crowd plugin = new ToyScore.Crowd();
    bed.score(plugin, withPriority(1));
    bed.score(plugin, withPriority(2));
    bed.score(plugin, withPriority(3));
    bed.score(plugin, withPriority(1));
    assertThat(bed.memos().count()).isEqualTo(3);
    plugin.scalarCalls = 0;

    bed.score(plugin, withPriority(4));
    assertThat(bed.memos().count()).isEqualTo(3);
    assertThat(bed.memos().bytes()).isLessThanOrEqualTo(2_000);
    bed.score(plugin, withPriority(1));
    bed.score(plugin, withPriority(3));
    assertThat(plugin.scalarCalls).isEqualTo(10);
    bed.score(plugin, withPriority(2));
    assertThat(plugin.scalarCalls).isEqualTo(20);
  }

  @Test
  void columnsThatGrowWithTheCluster_pushOthersOut() {
    MemoBed bed = new MemoBed(4_000, 1_000);
    bed.putNodes(1);
    ToyScore.Crowd plugin = new ToyScore.Crowd();
    for (int priority = 1; priority <= 5; priority++) {
      bed.score(plugin, withPriority(priority));
    }
    assertThat(bed.memos().count()).isEqualTo(5);
    bed.putNodes(300);
    bed.score(plugin, withPriority(5));
    assertThat(bed.memos().count()).isLessThan(5);
    assertThat(bed.memos().bytes()).isLessThanOrEqualTo(4_000);
  }

  @Test
  void aColumnLargerThanTheBound_isStillGiven() {
    MemoBed bed = new MemoBed(10, 1_000);
    bed.putNodes(100);
    ToyScore.Crowd plugin = new ToyScore.Crowd();
    ScoreColumn kept = bed.score(plugin, withPriority(1));
    bed.score(plugin, withPriority(2));
    assertThat(bed.memos().count()).isEqualTo(1);
    assertThat(kept.get(99)).isEqualTo(1);
  }

  @Test
  void tooManyStatuses_startTheTableAgainWhenNobodyNeedsIt() {
    MemoBed bed = new MemoBed(PLENTY, 5);
    bed.putNodes(8);
    for (int i = 0; i < 8; i++) {
      bed.taint("n" + i);
    }
    ToyFilter.Taints plugin = new ToyFilter.Taints();
    CodeColumn codes = bed.filter(plugin, pod("a"));
    StatusCodes before = bed.memos().codes();
    assertThat(before.size()).isEqualTo(9);
    assertThat(bed.memos().codes()).isSameAs(before);

    bed.mirror.betweenAttempts();

    assertThat(bed.memos().codes()).isNotSameAs(before);
    assertThat(bed.memos().codes().size()).isEqualTo(1);
    assertThat(bed.memos().count()).isZero();
    assertThat(bed.memos().bytes()).isZero();
    assertThat(before.statusOf(codes.get(3)))
        .isEqualTo(Status.unresolvable("untolerated k=n3").by("Taints"));
    CodeColumn again = bed.filter(plugin, pod("a"));
    assertThat(bed.memos().codes().statusOf(again.get(3)))
        .isEqualTo(Status.unresolvable("untolerated k=n3").by("Taints"));
  }

  @Test
  void aChangeOfTheCluster_isASafePointToo() {
    MemoBed bed = new MemoBed(PLENTY, 1);
    bed.putNodes(1);
    bed.taint("n0");
    bed.filter(new ToyFilter.Taints(), pod("a"));
    StatusCodes before = bed.memos().codes();
    bed.mirror.assume(pod("b"), "n0");
    assertThat(bed.memos().codes()).isNotSameAs(before);
  }
}
