package dev.berth.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cluster.ClusterMirror;
import dev.berth.config.NodeAffinityArgs;
import dev.berth.config.NodeResourcesBalancedAllocationArgs;
import dev.berth.config.NodeResourcesFitArgs;
import dev.berth.config.ResourceWeight;
import dev.berth.config.ScoringStrategy;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.MemoizedFilter;
import dev.berth.framework.MemoizedScore;
import dev.berth.framework.NodeDependence;
import dev.berth.framework.PreFilterPlugin;
import dev.berth.framework.PreScorePlugin;
import dev.berth.framework.ScoreException;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.model.PreferredNodeTerm;
import dev.berth.model.ResourceName;
import dev.berth.plugins.examples.MostAvailableCPU;
import dev.berth.plugins.examples.NodeLabelPresent;
import dev.berth.plugins.imagelocality.ImageLocality;
import dev.berth.plugins.nodeaffinity.NodeAffinity;
import dev.berth.plugins.nodedeclaredfeatures.NodeDeclaredFeatures;
import dev.berth.plugins.nodeports.NodePorts;
import dev.berth.plugins.noderesources.NodeResourcesBalancedAllocation;
import dev.berth.plugins.noderesources.NodeResourcesFit;
import dev.berth.plugins.nodeunschedulable.NodeUnschedulable;
import dev.berth.plugins.tainttoleration.TaintToleration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The promise of every remembered answer: pods with equal aspects get equal answers from a node,
 * and an answer that depends on the node object only does not change with the pods on it.
 */
final class MemoPromiseTest {

  private static final int NODES = 30;
  private static final int PODS = 400;

  private static final List<ResourceWeight> CPU_AND_MEMORY =
      List.of(new ResourceWeight(ResourceName.CPU, 1), new ResourceWeight(ResourceName.MEMORY, 1));

  static Stream<MemoizedFilter> filters() {
    return Stream.of(
        new NodeUnschedulable(),
        new TaintToleration(),
        affinity(),
        new NodePorts(),
        fit(new ScoringStrategy.LeastAllocated(CPU_AND_MEMORY)),
        new NodeDeclaredFeatures(),
        new NodeLabelPresent("zone"));
  }

  static Stream<MemoizedScore> scores() {
    return Stream.of(
        new TaintToleration(),
        affinity(),
        fit(new ScoringStrategy.LeastAllocated(CPU_AND_MEMORY)),
        fit(new ScoringStrategy.MostAllocated(CPU_AND_MEMORY)),
        new NodeResourcesBalancedAllocation(
            new NodeResourcesBalancedAllocationArgs(
                List.of(ResourceName.CPU, ResourceName.MEMORY))),
        new ImageLocality(),
        new MostAvailableCPU());
  }

  private static NodeAffinity affinity() {
    PreferredNodeTerm preferred =
        new PreferredNodeTerm(3, Make.term(Make.requirement("zone", "Exists")));
    return new NodeAffinity(
        new NodeAffinityArgs(
            Make.anyOf(Make.term(Make.requirement("disk", "NotIn", "c"))), List.of(preferred)));
  }

  private static NodeResourcesFit fit(ScoringStrategy strategy) {
    return new NodeResourcesFit(
        new NodeResourcesFitArgs(List.of(), List.of(), strategy), new ClusterMirror().listers());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("filters")
  void filter_keepsItsPromise(MemoizedFilter plugin) {
    RandomCluster cluster = new RandomCluster("filter_keepsItsPromise");
    TestView view = cluster.view(NODES);
    Map<Object, List<Status>> known = new HashMap<>();
    Set<Status> verdicts = new HashSet<>();
    int shared = 0;
    for (int i = 0; i < PODS; i++) {
      PodInfo pod = cluster.pod();
      CycleState state = CycleState.create();
      if (plugin instanceof PreFilterPlugin first
          && !first.preFilter(state, pod, view).status().isSuccess()) {
        continue;
      }
      Object aspect = plugin.filterAspect(state, pod);
      assertThat(aspect).isNotNull();
      List<Status> answers = view.nodes().stream().map(n -> plugin.filter(state, pod, n)).toList();
      verdicts.addAll(answers);
      List<Status> before = known.putIfAbsent(aspect, answers);
      if (before != null) {
        shared++;
        assertThat(answers).as("aspect %s", aspect).isEqualTo(before);
      }
      if (plugin.filterDependence() == NodeDependence.NODE_OBJECT) {
        assertThat(view.nodes().stream().map(n -> plugin.filter(state, pod, cluster.crowded(n))))
            .as("with other pods on the nodes")
            .isEqualTo(answers);
      }
    }
    assertThat(shared).as("pods that shared an aspect").isGreaterThan(PODS / 20);
    assertThat(verdicts).as("different verdicts").hasSizeGreaterThan(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scores")
  void score_keepsItsPromise(MemoizedScore plugin) throws ScoreException {
    RandomCluster cluster = new RandomCluster("score_keepsItsPromise");
    TestView view = cluster.view(NODES);
    Map<Object, List<Long>> known = new HashMap<>();
    Set<Long> points = new HashSet<>();
    int shared = 0;
    for (int i = 0; i < PODS; i++) {
      PodInfo pod = cluster.pod();
      CycleState state = CycleState.create();
      if (plugin instanceof PreScorePlugin first
          && !first.preScore(state, pod, view, view).isSuccess()) {
        continue;
      }
      Object aspect = plugin.scoreAspect(state, pod, (ClusterView) view);
      assertThat(aspect).isNotNull();
      List<Long> answers = scores(plugin, state, pod, view.nodes());
      points.addAll(answers);
      List<Long> before = known.putIfAbsent(aspect, answers);
      if (before != null) {
        shared++;
        assertThat(answers).as("aspect %s", aspect).isEqualTo(before);
      }
      if (plugin.scoreDependence() == NodeDependence.NODE_OBJECT) {
        List<NodeInfo> crowded = view.nodes().stream().map(cluster::crowded).toList();
        assertThat(scores(plugin, state, pod, crowded))
            .as("with other pods on the nodes")
            .isEqualTo(answers);
      }
    }
    assertThat(shared).as("pods that shared an aspect").isGreaterThan(PODS / 20);
    assertThat(points).as("different scores").hasSizeGreaterThan(1);
  }

  private static List<Long> scores(
      MemoizedScore plugin, CycleState state, PodInfo pod, List<NodeInfo> nodes)
      throws ScoreException {
    List<Long> scores = new ArrayList<>();
    for (NodeInfo node : nodes) {
      scores.add(plugin.score(state, pod, node));
    }
    return scores;
  }
}
