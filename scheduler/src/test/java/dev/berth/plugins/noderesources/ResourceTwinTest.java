package dev.berth.plugins.noderesources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cluster.ClusterMirror;
import dev.berth.columns.NodeColumns;
import dev.berth.config.NodeResourcesBalancedAllocationArgs;
import dev.berth.config.NodeResourcesFitArgs;
import dev.berth.config.ResourceWeight;
import dev.berth.config.ScoringStrategy;
import dev.berth.framework.CycleState;
import dev.berth.framework.MemoizedScore;
import dev.berth.framework.ScoreException;
import dev.berth.framework.Status;
import dev.berth.framework.StatusCodes;
import dev.berth.model.PodInfo;
import dev.berth.model.ResourceName;
import dev.berth.plugins.RandomCluster;
import dev.berth.plugins.TestView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each column kernel against the scalar form beside it, on random clusters, for random ranges. */
final class ResourceTwinTest {

  private static final int ROUNDS = 200;
  private static final int NODES = 40;
  private static final int UNTOUCHED = -7;

  /** Codes in the order in which statuses turn up. */
  private static final class Codes implements StatusCodes {
    private final List<Status> statuses = new ArrayList<>(List.of(Status.success()));

    @Override
    public int codeOf(Status status) {
      int known = statuses.indexOf(status);
      if (known >= 0) {
        return known;
      }
      statuses.add(status);
      return statuses.size() - 1;
    }

    @Override
    public Status statusOf(int code) {
      return statuses.get(code);
    }

    @Override
    public int size() {
      return statuses.size();
    }
  }

  static Stream<MemoizedScore> scores() {
    return Stream.of(
        fit(new ScoringStrategy.LeastAllocated(weights(1, 1))),
        fit(new ScoringStrategy.LeastAllocated(weights(3, 7))),
        fit(new ScoringStrategy.LeastAllocated(List.of(new ResourceWeight(ResourceName.CPU, 2)))),
        fit(new ScoringStrategy.MostAllocated(weights(1, 1))),
        fit(new ScoringStrategy.MostAllocated(weights(5, 2))),
        fit(new ScoringStrategy.MostAllocated(List.of(new ResourceWeight(ResourceName.MEMORY, 1)))),
        new NodeResourcesBalancedAllocation(
            new NodeResourcesBalancedAllocationArgs(
                List.of(ResourceName.CPU, ResourceName.MEMORY))),
        new NodeResourcesBalancedAllocation(
            new NodeResourcesBalancedAllocationArgs(
                List.of(ResourceName.MEMORY, ResourceName.CPU))));
  }

  @Test
  void fitFilter_isTheSameInColumns() {
    RandomCluster cluster = new RandomCluster("fitFilter_isTheSameInColumns");
    NodeResourcesFit plugin = fit(new ScoringStrategy.LeastAllocated(weights(1, 1)));
    Codes codes = new Codes();
    Set<Status> verdicts = new HashSet<>();
    int declined = 0;
    for (int round = 0; round < ROUNDS; round++) {
      TestView view = cluster.view(NODES);
      NodeColumns columns = RandomCluster.columns(view);
      PodInfo pod = cluster.pod();
      CycleState state = CycleState.create();
      assertThat(plugin.preFilter(state, pod, view).status()).isEqualTo(Status.success());
      int from = round % NODES;
      int to = from + (NODES - from) / 2 + 1;
      int[] into = filled(new int[NODES]);
      if (!plugin.filterColumns(pod, columns, codes, into, from, to)) {
        declined++;
        continue;
      }
      for (int i = 0; i < NODES; i++) {
        if (i < from || i >= to) {
          assertThat(into[i]).as("outside of the range").isEqualTo(UNTOUCHED);
          continue;
        }
        Status want = plugin.filter(state, pod, view.node(i));
        verdicts.add(want);
        assertThat(codes.statusOf(into[i]))
            .as("%s on %s", pod.requests(), view.node(i))
            .isEqualTo(want);
      }
    }
    assertThat(declined).as("pods with extended resources").isBetween(1, ROUNDS / 2);
    assertThat(verdicts).as("different verdicts").hasSizeGreaterThan(6);
  }

  @Test
  void fitFilter_inColumns_takesPodsWhoseExtendedResourcesAreIgnored() {
    RandomCluster cluster = new RandomCluster("fitFilter_inColumns_ignored");
    NodeResourcesFit plugin =
        new NodeResourcesFit(
            new NodeResourcesFitArgs(
                List.of("example.com/gpu"),
                List.of(),
                new ScoringStrategy.LeastAllocated(weights(1, 1))),
            new ClusterMirror().listers());
    TestView view = cluster.view(NODES);
    NodeColumns columns = RandomCluster.columns(view);
    Codes codes = new Codes();
    for (int round = 0; round < ROUNDS; round++) {
      assertThat(plugin.filterColumns(cluster.pod(), columns, codes, new int[NODES], 0, NODES))
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("scores")
  void score_isTheSameInColumns(MemoizedScore plugin) throws ScoreException {
    RandomCluster cluster = new RandomCluster("score_isTheSameInColumns");
    Set<Long> points = new HashSet<>();
    int taken = 0;
    for (int round = 0; round < ROUNDS; round++) {
      TestView view = cluster.view(NODES);
      NodeColumns columns = RandomCluster.columns(view);
      PodInfo pod = cluster.pod();
      int from = round % NODES;
      int to = from + (NODES - from) / 2 + 1;
      long[] into = new long[NODES];
      Arrays.fill(into, UNTOUCHED);
      if (!plugin.scoreColumns(pod, columns, into, from, to)) {
        continue;
      }
      taken++;
      for (int i = 0; i < NODES; i++) {
        boolean inside = i >= from && i < to;
        long want = inside ? plugin.score(CycleState.create(), pod, view.node(i)) : UNTOUCHED;
        points.add(want);
        assertThat(into[i]).as("%s on %s", pod.requests(), view.node(i)).isEqualTo(want);
      }
    }
    assertThat(taken).as("pods that columns were enough for").isGreaterThan(ROUNDS / 5);
    assertThat(points).as("different scores").hasSizeGreaterThan(10);
  }

  private static int[] filled(int[] codes) {
    Arrays.fill(codes, UNTOUCHED);
    return codes;
  }

  private static NodeResourcesFit fit(ScoringStrategy strategy) {
    return new NodeResourcesFit(
        new NodeResourcesFitArgs(List.of(), List.of(), strategy), new ClusterMirror().listers());
  }

  private static List<ResourceWeight> weights(long cpu, long memory) {
    return List.of(
        new ResourceWeight(ResourceName.CPU, cpu), new ResourceWeight(ResourceName.MEMORY, memory));
  }
}
