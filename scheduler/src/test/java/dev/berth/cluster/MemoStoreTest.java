package dev.berth.cluster;

import static dev.berth.cluster.Samples.pod;
import static dev.berth.cluster.Samples.podOn;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.columns.CodeColumn;
import dev.berth.columns.Ranking;
import dev.berth.columns.ScoreColumn;
import dev.berth.columns.WeightedColumns;
import dev.berth.framework.CycleState;
import dev.berth.framework.Status;
import dev.berth.model.PodInfo;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What memos remember, and when they ask again. */
final class MemoStoreTest {
  private final MemoBed bed = new MemoBed();
  private final ClusterMirror mirror = bed.mirror;
  private final CycleState state = bed.state;

  @Nested
  class Refreshing {

    @Test
    void theFirstUse_asksAboutEveryNode() {
      bed.putNodes(10);
      ToyFilter.Taints plugin = new ToyFilter.Taints();
      bed.filter(plugin, pod("a"));
      assertThat(plugin.scalarCalls).isEqualTo(10);
    }

    @Test
    void anotherPodOfTheSameAspect_asksAboutNothing() {
      bed.putNodes(10);
      ToyFilter.Taints plugin = new ToyFilter.Taints();
      CodeColumn first = bed.filter(plugin, pod("a"));
      plugin.scalarCalls = 0;
      assertThat(bed.filter(plugin, pod("b"))).isSameAs(first);
      assertThat(plugin.scalarCalls).isZero();
    }

    @Test
    void aChangedNode_isTheOnlyOneAskedAboutAgain() {
      bed.putNodes(10);
      ToyFilter.Taints plugin = new ToyFilter.Taints();
      bed.filter(plugin, pod("a"));
      plugin.scalarCalls = 0;

      bed.taint("n4");
      CodeColumn codes = bed.filter(plugin, pod("a"));

      assertThat(plugin.scalarCalls).isEqualTo(1);
      assertThat(codes.rejected()).isEqualTo(1);
      assertThat(bed.memos().codes().statusOf(codes.get(4)))
          .isEqualTo(Status.unresolvable("untolerated k=n4").by("Taints"));
    }

    @Test
    void placingAPod_concernsOnlyAnswersThatDependOnPods() {
      bed.putNodes(10);
      ToyFilter.Taints taints = new ToyFilter.Taints();
      ToyScore.Crowd crowd = new ToyScore.Crowd();
      bed.filter(taints, pod("a"));
      bed.score(crowd, pod("a"));
      taints.scalarCalls = 0;
      crowd.scalarCalls = 0;

      mirror.assume(pod("a"), "n7");
      bed.filter(taints, pod("b"));

      assertThat(bed.score(crowd, pod("b")).get(7)).isEqualTo(3);
      assertThat(taints.scalarCalls).isZero();
      assertThat(crowd.scalarCalls).isEqualTo(1);
    }

    @Test
    void aKernel_fillsAllAndRefreshesOne() {
      bed.putNodes(10);
      ToyFilter.Room room = new ToyFilter.Room();
      ToyScore.Free free = new ToyScore.Free();
      bed.filter(room, pod("a"));
      bed.score(free, pod("a"));
      assertThat(List.of(room.kernelRows, free.kernelRows)).containsExactly(10, 10);

      mirror.putPod(
          podOn("n2", "big").toBuilder()
              .requests(Samples.requests(Map.of("cpu", "3800m")))
              .build());
      CodeColumn codes = bed.filter(room, pod("a"));
      ScoreColumn scores = bed.score(free, pod("a"));

      assertThat(List.of(room.kernelRows, free.kernelRows)).containsExactly(11, 11);
      assertThat(room.scalarCalls + free.scalarCalls).isZero();
      assertThat(codes.rejected()).isEqualTo(1);
      assertThat(bed.memos().codes().statusOf(codes.get(2)))
          .isEqualTo(Status.unschedulable("cpu").by("Room"));
      assertThat(scores.isUniform()).isFalse();
    }

    @Test
    void aPodThatTheKernelDeclines_isJudgedByTheScalarForm() {
      bed.putNodes(3);
      ToyFilter.Room room = new ToyFilter.Room();
      PodInfo withDevice =
          pod("a").toBuilder()
              .requests(Samples.requests(Map.of("cpu", "1", "example.com/gpu", "1")))
              .build();
      bed.filter(room, withDevice);
      assertThat(room.kernelRows).isZero();
      assertThat(room.scalarCalls).isEqualTo(3);
    }

    @Test
    void tooManyChanges_fillTheColumnAnew() {
      bed.putNodes(10);
      ToyFilter.Taints plugin = new ToyFilter.Taints();
      bed.filter(plugin, pod("a"));
      plugin.scalarCalls = 0;
      for (int i = 0; i < 6; i++) {
        bed.taint("n" + i);
      }
      assertThat(bed.filter(plugin, pod("a")).rejected()).isEqualTo(6);
      assertThat(plugin.scalarCalls).isEqualTo(10);
    }

    @Test
    void aLogThatWasOverwritten_fillsTheColumnAnew() {
      bed.putNodes(200);
      ToyScore.Crowd plugin = new ToyScore.Crowd();
      bed.score(plugin, pod("a"));
      plugin.scalarCalls = 0;
      for (int i = 0; i < 200; i++) {
        mirror.assume(pod("p" + i), "n" + i % 3);
      }
      ScoreColumn scores = bed.score(plugin, pod("a"));
      assertThat(plugin.scalarCalls).isEqualTo(200);
      assertThat(scores.get(0)).isEqualTo(3 * 67);
    }

    @Test
    void aRemovedNode_shortensTheColumnEvenWhenNothingMoves() {
      bed.putNodes(10);
      bed.taint("n9");
      ToyFilter.Taints plugin = new ToyFilter.Taints();
      assertThat(bed.filter(plugin, pod("a")).rejected()).isEqualTo(1);
      mirror.removeNode("n9");
      CodeColumn codes = bed.filter(plugin, pod("a"));
      assertThat(codes.size()).isEqualTo(9);
      assertThat(codes.rejected()).isZero();
    }

    @Test
    void theNodeThatMovesIntoAGap_bringsItsAnswerAlong() {
      bed.putNodes(10);
      bed.taint("n9");
      ToyFilter.Taints plugin = new ToyFilter.Taints();
      bed.filter(plugin, pod("a"));
      plugin.scalarCalls = 0;

      mirror.removeNode("n3");
      CodeColumn codes = bed.filter(plugin, pod("a"));

      assertThat(plugin.scalarCalls).isEqualTo(1);
      assertThat(codes.get(3)).isPositive();
      assertThat(codes.rejected()).isEqualTo(1);
    }

    @Test
    void aPodWithoutAnAspect_isNotRemembered() {
      bed.putNodes(3);
      assertThat(bed.memos().filter(new ToyFilter.Ports(), state, pod("a"))).isNull();
      assertThat(bed.memos().score(new ToyScore.Images(), state, pod("a"))).isNull();
      assertThat(bed.memos().count()).isZero();
    }
  }

  @Nested
  class Together {
    private final ToyFilter.Taints taints = new ToyFilter.Taints();
    private final ToyFilter.Room room = new ToyFilter.Room();
    private final ToyScore.Crowd crowd = new ToyScore.Crowd();

    private @Nullable CodeColumn firstOf() {
      return bed.memos().firstOf(List.of(bed.filter(taints, pod("a")), bed.filter(room, pod("a"))));
    }

    private @Nullable Ranking ranking(CodeColumn codes) {
      WeightedColumns sum = new WeightedColumns();
      sum.begin(codes);
      sum.add(bed.score(crowd, pod("a")), 2);
      return bed.memos().ranking(sum);
    }

    /** Asked for once more than the first time, which is answered by null. */
    private CodeColumn rememberedFirstOf() {
      firstOf();
      return requireNonNull(firstOf(), "remembered together");
    }

    private Ranking rememberedRanking() {
      CodeColumn codes = rememberedFirstOf();
      ranking(codes);
      return requireNonNull(ranking(codes), "remembered ranking");
    }

    @Test
    void columnsThatNobodyHasAskedForTogether_areNotWorthIt() {
      bed.putNodes(3);
      assertThat(firstOf()).isNull();
      CodeColumn codes = rememberedFirstOf();
      assertThat(ranking(codes)).isNull();
      assertThat(ranking(codes)).isNotNull();
    }

    @Test
    void theSameColumns_areRememberedOnce() {
      bed.putNodes(3);
      assertThat(rememberedFirstOf()).isSameAs(rememberedFirstOf());
      assertThat(rememberedRanking()).isSameAs(rememberedRanking());
    }

    @Test
    void theFirstRejection_decides() {
      bed.putNodes(3);
      bed.taint("n1");
      mirror.putPod(
          podOn("n1", "big").toBuilder()
              .requests(Samples.requests(Map.of("cpu", "3800m")))
              .build());
      CodeColumn codes = rememberedFirstOf();
      assertThat(codes.rejected()).isEqualTo(1);
      assertThat(bed.memos().codes().statusOf(codes.get(1)))
          .isEqualTo(Status.unresolvable("untolerated k=n1").by("Taints"));
    }

    @Test
    void theFirstRejection_decides_alsoOnANodeThatChanged() {
      bed.putNodes(8);
      CodeColumn codes = rememberedFirstOf();
      bed.taint("n1");
      mirror.putPod(
          podOn("n1", "big").toBuilder()
              .requests(Samples.requests(Map.of("cpu", "3800m")))
              .build());
      assertThat(rememberedFirstOf()).isSameAs(codes);
      assertThat(bed.memos().codes().statusOf(codes.get(1)))
          .isEqualTo(Status.unresolvable("untolerated k=n1").by("Taints"));
    }

    @Test
    void changes_areFollowed() {
      bed.putNodes(3);
      Ranking ranking = rememberedRanking();
      assertThat(ranking.top(5)).containsExactly(0, 1, 2);

      bed.taint("n0");
      mirror.assume(pod("b"), "n2");

      assertThat(rememberedRanking()).isSameAs(ranking);
      assertThat(ranking.top(5)).containsExactly(2, 1);
    }

    @Test
    void aRemovedNode_isNotRankedAnyMore() {
      bed.putNodes(3);
      assertThat(rememberedRanking().top(5)).containsExactly(0, 1, 2);
      mirror.removeNode("n2");
      assertThat(rememberedRanking().top(5)).containsExactly(0, 1);
    }

    @Test
    void whatFollowsFromMemos_countsAsBytesToo() {
      bed.putNodes(300);
      firstOf();
      long before = bed.memos().bytes();
      Ranking ranking = rememberedRanking();
      assertThat(bed.memos().bytes()).isGreaterThan(before + ranking.bytes());
    }
  }
}
