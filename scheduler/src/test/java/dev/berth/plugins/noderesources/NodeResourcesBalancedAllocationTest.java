package dev.berth.plugins.noderesources;

import static dev.berth.plugins.Make.requests;
import static dev.berth.plugins.Make.resources;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.config.NodeResourcesBalancedAllocationArgs;
import dev.berth.framework.CycleState;
import dev.berth.framework.ScoreException;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.model.ResourceName;
import dev.berth.plugins.Make;
import dev.berth.plugins.TestScores;
import dev.berth.plugins.TestView;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each number is worked out beside it: B is 100 * (1 - deviation), cut off. */
final class NodeResourcesBalancedAllocationTest {

  private static final String GPU = "example.com/gpu";

  private final NodeResourcesBalancedAllocation plugin = balancing("cpu", "memory");

  @Test
  void podThatKeepsTheBalance_is75() throws ScoreException {
    // with: 0.5 and 0.5, B 100; without: 0 and 0, B 100; 50 + (50+0)/2
    assertThat(score(plugin, pod("cpu=2", "memory=5000"), node())).isEqualTo(75);
  }

  @Test
  void podThatSpoilsTheBalance_isBelow75() throws ScoreException {
    // with: 0.75 and 0.25, deviation 0.25, B 75; without: B 100; 50 + (50-25)/2 = 62
    assertThat(score(plugin, pod("cpu=3", "memory=2500"), node())).isEqualTo(62);
  }

  @Test
  void podThatImprovesTheBalance_isAbove75() throws ScoreException {
    // without: 0.5 and 0, B 75; with: 0.5 and 0.5, B 100; 50 + (50+25)/2 = 87
    assertThat(score(plugin, pod("memory=5000"), node(pod("cpu=2")))).isEqualTo(87);
  }

  @Test
  void moreThanThereIs_countsAsFull() throws ScoreException {
    // with: 1 and 0, deviation 0.5, B 50; without: B 100; 50 + (50-50)/2
    assertThat(score(plugin, pod("cpu=100"), node())).isEqualTo(50);
  }

  @Test
  void trueRequestsCount_notDefaults() throws ScoreException {
    // the pod there wants nothing: without 0 and 0
    assertThat(score(plugin, pod("cpu=3", "memory=2500"), node(pod()))).isEqualTo(62);
  }

  @Test
  void threeResources_useTheStandardDeviation() throws ScoreException {
    NodeInfo node =
        Make.info(Make.node("n").allocatable(resources("cpu=4", "memory=10000", GPU + "=4")));

    // fractions 0.75, 0.3, 1: mean 0.6833, deviation 0.2896, B 71; without B 100
    assertThat(
            score(balancing("cpu", "memory", GPU), pod("cpu=3", "memory=3000", GPU + "=4"), node))
        .isEqualTo(60);
  }

  @Test
  void extendedResourceThatIsNotWanted_isLeftOut() throws ScoreException {
    NodeInfo node =
        Make.info(Make.node("n").allocatable(resources("cpu=4", "memory=10000", GPU + "=4")));

    assertThat(score(balancing("cpu", "memory", GPU), pod("cpu=3", "memory=2500"), node))
        .isEqualTo(62);
  }

  @Test
  void oneResourceOnly_isAlwaysInBalance() throws ScoreException {
    NodeInfo noMemory = Make.info(Make.node("n").allocatable(resources("cpu=4")));

    assertThat(score(plugin, pod("cpu=3", "memory=2500"), noMemory)).isEqualTo(75);
  }

  @Test
  void podThatWantsNoneOfTheResources_skipsTheScore() {
    assertThat(preScore(pod(GPU + "=1", "ephemeral-storage=1"))).isEqualTo(Status.skip());
  }

  @Test
  void podThatWantsOneOfTheResources_isScored() {
    assertThat(preScore(pod("memory=1"))).isEqualTo(Status.success());
  }

  private Status preScore(PodInfo pod) {
    return plugin.preScore(CycleState.create(), pod, TestView.of(), TestView.of());
  }

  private static long score(NodeResourcesBalancedAllocation plugin, PodInfo pod, NodeInfo node)
      throws ScoreException {
    return TestScores.raw(plugin, pod, new TestView(List.of(node))).getFirst();
  }

  private static PodInfo pod(String... amounts) {
    return Make.pod("p" + amounts.length).requests(requests(amounts)).build();
  }

  private static NodeInfo node(PodInfo... pods) {
    NodeInfo node = Make.info(Make.node("n").allocatable(resources("cpu=4", "memory=10000")));
    for (PodInfo pod : pods) {
      node = node.withPod(pod);
    }
    return node;
  }

  private static NodeResourcesBalancedAllocation balancing(String... names) {
    return new NodeResourcesBalancedAllocation(
        new NodeResourcesBalancedAllocationArgs(Stream.of(names).map(ResourceName::of).toList()));
  }
}
