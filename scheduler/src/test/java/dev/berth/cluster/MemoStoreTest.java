package dev.berth.cluster;

import static dev.berth.cluster.Samples.node;
import static dev.berth.cluster.Samples.pod;
import static dev.berth.cluster.Samples.podOn;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.columns.CodeColumn;
import dev.berth.columns.NodeColumns;
import dev.berth.columns.Ranking;
import dev.berth.columns.ScoreColumn;
import dev.berth.columns.WeightedColumns;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.NodeDependence;
import dev.berth.framework.ScoreException;
import dev.berth.framework.Status;
import dev.berth.framework.StatusCodes;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.model.Taint;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class MemoStoreTest {

  private static final long PLENTY = 1L << 30;

  private ClusterMirror mirror = new ClusterMirror(PLENTY, 1_000);
  private final CycleState state = CycleState.create();

  private MemoStore memos() {
    return (MemoStore) mirror.view().memos();
  }

  private void putNodes(int count) {
    for (int i = 0; i < count; i++) {
      mirror.putNode(node("n" + i));
    }
  }

  private void taint(String name) {
    mirror.putNode(
        node(name).toBuilder().taints(List.of(new Taint("k", name, Taint.NO_SCHEDULE))).build());
  }

  private CodeColumn filter(ToyFilter plugin, PodInfo pod) {
    return requireNonNull(memos().filter(plugin, state, pod), "remembered codes");
  }

  private ScoreColumn score(ToyScore plugin, PodInfo pod) {
    return requireNonNull(memos().score(plugin, state, pod), "remembered scores");
  }

  @Nested
  class Refreshing {

    @Test
    void theFirstUse_asksAboutEveryNode() {
      putNodes(10);
      ToyFilter.Taints plugin = new ToyFilter.Taints();
      filter(plugin, pod("a"));
      assertThat(plugin.scalarCalls).isEqualTo(10);
    }

    @Test
    void anotherPodOfTheSameAspect_asksAboutNothing() {
      putNodes(10);
      ToyFilter.Taints plugin = new ToyFilter.Taints();
      CodeColumn first = filter(plugin, pod("a"));
      plugin.scalarCalls = 0;
      assertThat(filter(plugin, pod("b"))).isSameAs(first);
      assertThat(plugin.scalarCalls).isZero();
    }

    @Test
    void aChangedNode_isTheOnlyOneAskedAboutAgain() {
      putNodes(10);
      ToyFilter.Taints plugin = new ToyFilter.Taints();
      filter(plugin, pod("a"));
      plugin.scalarCalls = 0;

      taint("n4");
      CodeColumn codes = filter(plugin, pod("a"));

      assertThat(plugin.scalarCalls).isEqualTo(1);
      assertThat(codes.rejected()).isEqualTo(1);
      assertThat(memos().codes().statusOf(codes.get(4)))
          .isEqualTo(Status.unresolvable("untolerated k=n4").by("Taints"));
    }

    @Test
    void placingAPod_concernsOnlyAnswersThatDependOnPods() {
      putNodes(10);
      ToyFilter.Taints taints = new ToyFilter.Taints();
      ToyScore.Crowd crowd = new ToyScore.Crowd();
      filter(taints, pod("a"));
      score(crowd, pod("a"));
      taints.scalarCalls = 0;
      crowd.scalarCalls = 0;

      mirror.assume(pod("a"), "n7");
      filter(taints, pod("b"));

      assertThat(score(crowd, pod("b")).get(7)).isEqualTo(3);
      assertThat(taints.scalarCalls).isZero();
      assertThat(crowd.scalarCalls).isEqualTo(1);
    }

    @Test
    void aKernel_fillsAllAndRefreshesOne() {
      putNodes(10);
      ToyFilter.Room room = new ToyFilter.Room();
      ToyScore.Free free = new ToyScore.Free();
      filter(room, pod("a"));
      score(free, pod("a"));
      assertThat(List.of(room.kernelRows, free.kernelRows)).containsExactly(10, 10);

      mirror.putPod(
          podOn("n2", "big").toBuilder()
              .requests(Samples.requests(Map.of("cpu", "3800m")))
              .build());
      CodeColumn codes = filter(room, pod("a"));
      ScoreColumn scores = score(free, pod("a"));

      assertThat(List.of(room.kernelRows, free.kernelRows)).containsExactly(11, 11);
      assertThat(room.scalarCalls + free.scalarCalls).isZero();
      assertThat(codes.rejected()).isEqualTo(1);
      assertThat(memos().codes().statusOf(codes.get(2)))
          .isEqualTo(Status.unschedulable("cpu").by("Room"));
      assertThat(scores.isUniform()).isFalse();
    }

    @Test
    void aPodThatTheKernelDeclines_isJudgedByTheScalarForm() {
      putNodes(3);
      ToyFilter.Room room = new ToyFilter.Room();
      PodInfo withDevice =
          pod("a").toBuilder()
              .requests(Samples.requests(Map.of("cpu", "1", "example.com/gpu", "1")))
              .build();
      filter(room, withDevice);
      assertThat(room.kernelRows).isZero();
      assertThat(room.scalarCalls).isEqualTo(3);
    }

    @Test
    void tooManyChanges_fillTheColumnAnew() {
      putNodes(10);
      ToyFilter.Taints plugin = new ToyFilter.Taints();
      filter(plugin, pod("a"));
      plugin.scalarCalls = 0;
      for (int i = 0; i < 6; i++) {
        taint("n" + i);
      }
      assertThat(filter(plugin, pod("a")).rejected()).isEqualTo(6);
      assertThat(plugin.scalarCalls).isEqualTo(10);
    }

    @Test
    void aLogThatWasOverwritten_fillsTheColumnAnew() {
      putNodes(200);
      ToyScore.Crowd plugin = new ToyScore.Crowd();
      score(plugin, pod("a"));
      plugin.scalarCalls = 0;
      for (int i = 0; i < 200; i++) {
        mirror.assume(pod("p" + i), "n" + i % 3);
      }
      ScoreColumn scores = score(plugin, pod("a"));
      assertThat(plugin.scalarCalls).isEqualTo(200);
      assertThat(scores.get(0)).isEqualTo(3 * 67);
    }

    @Test
    void aRemovedNode_shortensTheColumnEvenWhenNothingMoves() {
      putNodes(10);
      taint("n9");
      ToyFilter.Taints plugin = new ToyFilter.Taints();
      assertThat(filter(plugin, pod("a")).rejected()).isEqualTo(1);
      mirror.removeNode("n9");
      CodeColumn codes = filter(plugin, pod("a"));
      assertThat(codes.size()).isEqualTo(9);
      assertThat(codes.rejected()).isZero();
    }

    @Test
    void theNodeThatMovesIntoAGap_bringsItsAnswerAlong() {
      putNodes(10);
      taint("n9");
      ToyFilter.Taints plugin = new ToyFilter.Taints();
      filter(plugin, pod("a"));
      plugin.scalarCalls = 0;

      mirror.removeNode("n3");
      CodeColumn codes = filter(plugin, pod("a"));

      assertThat(plugin.scalarCalls).isEqualTo(1);
      assertThat(codes.get(3)).isPositive();
      assertThat(codes.rejected()).isEqualTo(1);
    }

    @Test
    void aPodWithoutAnAspect_isNotRemembered() {
      putNodes(3);
      assertThat(memos().filter(new ToyFilter.Ports(), state, pod("a"))).isNull();
      assertThat(memos().score(new ToyScore.Images(), state, pod("a"))).isNull();
      assertThat(memos().count()).isZero();
    }
  }

  @Nested
  class Together {
    private final ToyFilter.Taints taints = new ToyFilter.Taints();
    private final ToyFilter.Room room = new ToyFilter.Room();
    private final ToyScore.Crowd crowd = new ToyScore.Crowd();

    private @Nullable CodeColumn firstOf() {
      return memos().firstOf(List.of(filter(taints, pod("a")), filter(room, pod("a"))));
    }

    private @Nullable Ranking ranking(CodeColumn codes) {
      WeightedColumns sum = new WeightedColumns();
      sum.begin(codes);
      sum.add(score(crowd, pod("a")), 2);
      return memos().ranking(sum);
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
      putNodes(3);
      assertThat(firstOf()).isNull();
      CodeColumn codes = rememberedFirstOf();
      assertThat(ranking(codes)).isNull();
      assertThat(ranking(codes)).isNotNull();
    }

    @Test
    void theSameColumns_areRememberedOnce() {
      putNodes(3);
      assertThat(rememberedFirstOf()).isSameAs(rememberedFirstOf());
      assertThat(rememberedRanking()).isSameAs(rememberedRanking());
    }

    @Test
    void theFirstRejection_decides() {
      putNodes(3);
      taint("n1");
      mirror.putPod(
          podOn("n1", "big").toBuilder()
              .requests(Samples.requests(Map.of("cpu", "3800m")))
              .build());
      CodeColumn codes = rememberedFirstOf();
      assertThat(codes.rejected()).isEqualTo(1);
      assertThat(memos().codes().statusOf(codes.get(1)))
          .isEqualTo(Status.unresolvable("untolerated k=n1").by("Taints"));
    }

    @Test
    void theFirstRejection_decides_alsoOnANodeThatChanged() {
      putNodes(8);
      CodeColumn codes = rememberedFirstOf();
      taint("n1");
      mirror.putPod(
          podOn("n1", "big").toBuilder()
              .requests(Samples.requests(Map.of("cpu", "3800m")))
              .build());
      assertThat(rememberedFirstOf()).isSameAs(codes);
      assertThat(memos().codes().statusOf(codes.get(1)))
          .isEqualTo(Status.unresolvable("untolerated k=n1").by("Taints"));
    }

    @Test
    void changes_areFollowed() {
      putNodes(3);
      Ranking ranking = rememberedRanking();
      assertThat(ranking.top(5)).containsExactly(0, 1, 2);

      taint("n0");
      mirror.assume(pod("b"), "n2");

      assertThat(rememberedRanking()).isSameAs(ranking);
      assertThat(ranking.top(5)).containsExactly(2, 1);
    }

    @Test
    void aRemovedNode_isNotRankedAnyMore() {
      putNodes(3);
      assertThat(rememberedRanking().top(5)).containsExactly(0, 1, 2);
      mirror.removeNode("n2");
      assertThat(rememberedRanking().top(5)).containsExactly(0, 1);
    }

    @Test
    void whatFollowsFromMemos_countsAsBytesToo() {
      putNodes(300);
      firstOf();
      long before = memos().bytes();
      Ranking ranking = rememberedRanking();
      assertThat(memos().bytes()).isGreaterThan(before + ranking.bytes());
    }
  }

  @Nested
  class Failures {

    /** Fails for the nodes in {@code broken}, in the way that the test wants. */
    private static final class Fragile extends ToyFilter {
      private final Set<String> broken = new HashSet<>();
      private Status answer = Status.error("lost");
      private boolean throwing;

      private Fragile() {
        super(NodeDependence.NODE_OBJECT);
      }

      @Override
      public Object filterAspect(CycleState state, PodInfo pod) {
        return "all";
      }

      @Override
      Status judge(PodInfo pod, NodeInfo node) {
        if (!broken.contains(node.name())) {
          return Status.success();
        }
        if (throwing) {
          throw new IllegalStateException("bug");
        }
        return answer;
      }
    }

    private static final class FragileScore extends ToyScore {
      private final Set<String> broken = new HashSet<>();

      private FragileScore() {
        super(NodeDependence.NODE_OBJECT);
      }

      @Override
      public Object scoreAspect(CycleState state, PodInfo pod, ClusterView view) {
        return "all";
      }

      @Override
      long points(CycleState state, PodInfo pod, NodeInfo node) throws ScoreException {
        if (broken.contains(node.name())) {
          throw new ScoreException("no score for " + node.name());
        }
        return node.name().length();
      }
    }

    @Test
    void anError_sendsTheCallerToTheScalarFormAndIsNotRemembered() {
      putNodes(4);
      Fragile plugin = new Fragile();
      plugin.broken.add("n2");
      assertThat(memos().filter(plugin, state, pod("a"))).isNull();
      assertThat(memos().filter(plugin, state, pod("a"))).isNull();

      plugin.broken.clear();

      assertThat(filter(plugin, pod("a")).rejected()).isZero();
    }

    @Test
    void anErrorOnAChangedNode_spoilsNoOtherAnswer() {
      putNodes(8);
      Fragile plugin = new Fragile();
      plugin.answer = Status.unschedulable("no");
      plugin.broken.add("n1");
      assertThat(filter(plugin, pod("a")).rejected()).isEqualTo(1);

      plugin.answer = Status.skip();
      mirror.putNode(node("n1"));
      assertThat(memos().filter(plugin, state, pod("a"))).isNull();

      plugin.answer = Status.unschedulable("no");
      assertThat(filter(plugin, pod("a")).rejected()).isEqualTo(1);
    }

    @Test
    void anException_sendsTheCallerToTheScalarFormAndIsNotRemembered() {
      putNodes(8);
      Fragile plugin = new Fragile();
      plugin.throwing = true;
      filter(plugin, pod("a"));
      plugin.broken.add("n1");
      mirror.putNode(node("n1"));
      assertThat(memos().filter(plugin, state, pod("a"))).isNull();

      plugin.broken.clear();

      assertThat(filter(plugin, pod("a")).size()).isEqualTo(8);
    }

    @Test
    void aScoreException_doesNotPoisonTheMemo() {
      putNodes(8);
      FragileScore plugin = new FragileScore();
      plugin.broken.add("n5");
      assertThat(memos().score(plugin, state, pod("a"))).isNull();

      plugin.broken.clear();
      assertThat(score(plugin, pod("a")).uniformScore()).isEqualTo(2);

      plugin.broken.add("n1");
      mirror.putNode(node("n1"));
      mirror.putNode(node("longer"));
      assertThat(memos().score(plugin, state, pod("a"))).isNull();

      plugin.broken.clear();
      assertThat(score(plugin, pod("a")).get(8)).isEqualTo(6);
    }

    @Test
    void aBrokenKernel_isNotTrusted() {
      putNodes(3);
      ToyFilter plugin =
          new ToyFilter(NodeDependence.NODE_OBJECT) {
            @Override
            public String name() {
              return "BrokenKernel";
            }

            @Override
            public Object filterAspect(CycleState state, PodInfo pod) {
              return "all";
            }

            @Override
            Status judge(PodInfo pod, NodeInfo node) {
              return Status.success();
            }

            @Override
            public boolean filterColumns(
                PodInfo pod, NodeColumns columns, StatusCodes codes, int[] into, int from, int to) {
              throw new IllegalStateException("bug");
            }
          };
      assertThat(memos().filter(plugin, state, pod("a"))).isNull();
    }
  }

  @Nested
  class Bounds {

    private static PodInfo withPriority(int priority) {
      return pod("p" + priority).toBuilder().priority(priority).build();
    }

    @Test
    void theLeastRecentlyUsedMemo_goesFirst() {
      mirror = new ClusterMirror(2_000, 1_000);
      putNodes(10);
      ToyScore.Crowd plugin = new ToyScore.Crowd();
      score(plugin, withPriority(1));
      score(plugin, withPriority(2));
      score(plugin, withPriority(3));
      score(plugin, withPriority(1));
      assertThat(memos().count()).isEqualTo(3);
      plugin.scalarCalls = 0;

      score(plugin, withPriority(4));
      assertThat(memos().count()).isEqualTo(3);
      assertThat(memos().bytes()).isLessThanOrEqualTo(2_000);
      score(plugin, withPriority(1));
      score(plugin, withPriority(3));
      assertThat(plugin.scalarCalls).isEqualTo(10);
      score(plugin, withPriority(2));
      assertThat(plugin.scalarCalls).isEqualTo(20);
    }

    @Test
    void columnsThatGrowWithTheCluster_pushOthersOut() {
      mirror = new ClusterMirror(4_000, 1_000);
      putNodes(1);
      ToyScore.Crowd plugin = new ToyScore.Crowd();
      for (int priority = 1; priority <= 5; priority++) {
        score(plugin, withPriority(priority));
      }
      assertThat(memos().count()).isEqualTo(5);
      putNodes(300);
      score(plugin, withPriority(5));
      assertThat(memos().count()).isLessThan(5);
      assertThat(memos().bytes()).isLessThanOrEqualTo(4_000);
    }

    @Test
    void aColumnLargerThanTheBound_isStillGiven() {
      mirror = new ClusterMirror(10, 1_000);
      putNodes(100);
      ToyScore.Crowd plugin = new ToyScore.Crowd();
      ScoreColumn kept = score(plugin, withPriority(1));
      score(plugin, withPriority(2));
      assertThat(memos().count()).isEqualTo(1);
      assertThat(kept.get(99)).isEqualTo(1);
    }

    @Test
    void tooManyStatuses_startTheTableAgainWhenNobodyNeedsIt() {
      mirror = new ClusterMirror(PLENTY, 5);
      putNodes(8);
      for (int i = 0; i < 8; i++) {
        taint("n" + i);
      }
      ToyFilter.Taints plugin = new ToyFilter.Taints();
      CodeColumn codes = filter(plugin, pod("a"));
      StatusCodes before = memos().codes();
      assertThat(before.size()).isEqualTo(9);
      assertThat(memos().codes()).isSameAs(before);

      mirror.betweenAttempts();

      assertThat(memos().codes()).isNotSameAs(before);
      assertThat(memos().codes().size()).isEqualTo(1);
      assertThat(memos().count()).isZero();
      assertThat(memos().bytes()).isZero();
      assertThat(before.statusOf(codes.get(3)))
          .isEqualTo(Status.unresolvable("untolerated k=n3").by("Taints"));
      CodeColumn again = filter(plugin, pod("a"));
      assertThat(memos().codes().statusOf(again.get(3)))
          .isEqualTo(Status.unresolvable("untolerated k=n3").by("Taints"));
    }

    @Test
    void aChangeOfTheCluster_isASafePointToo() {
      mirror = new ClusterMirror(PLENTY, 1);
      putNodes(1);
      taint("n0");
      filter(new ToyFilter.Taints(), pod("a"));
      StatusCodes before = memos().codes();
      mirror.assume(pod("b"), "n0");
      assertThat(memos().codes()).isNotSameAs(before);
    }
  }
}
