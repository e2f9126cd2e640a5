package dev.berth.plugins.noderesources;

import static dev.berth.plugins.Make.requests;
import static dev.berth.plugins.Make.resources;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.config.ResourceWeight;
import dev.berth.config.ScoringStrategy;
import dev.berth.config.ShapePoint;
import dev.berth.model.ContainerSpec;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodRequests;
import dev.berth.model.PodResourceSpec;
import dev.berth.model.ResourceName;
import dev.berth.plugins.Make;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each number is worked out beside it. */
final class FitScorerTest {

  private static final String GPU = "example.com/gpu";
  private static final ScoringStrategy LEAST = new ScoringStrategy.LeastAllocated(weights(1, 1));
  private static final ScoringStrategy MOST = new ScoringStrategy.MostAllocated(weights(1, 1));

  private final NodeInfo node4000m10000 =
      Make.info(Make.node("n").allocatable(resources("cpu=4", "memory=10000")));

  @Test
  void leastAllocated_isTheMeanOfTheFreeParts() {
    // cpu (4000-3000)*100/4000 = 25, memory (10000-5000)*100/10000 = 50, mean 37
    assertThat(score(LEAST, requests("cpu=3", "memory=5000"), node4000m10000)).isEqualTo(37);
  }

  @Test
  void mostAllocated_isTheMeanOfTheTakenParts() {
    // cpu 75, memory 50, mean 62
    assertThat(score(MOST, requests("cpu=3", "memory=5000"), node4000m10000)).isEqualTo(62);
  }

  @Test
  void weights_shiftTheMean() {
    // (25*2 + 50*1) / 3 = 33
    assertThat(
            score(
                new ScoringStrategy.LeastAllocated(weights(2, 1)),
                requests("cpu=3", "memory=5000"),
                node4000m10000))
        .isEqualTo(33);
  }

  @Test
  void moreThanThereIs_isZeroForLeast_andHundredForMost() {
    PodRequests tooMuchCpu = requests("cpu=5", "memory=10000");

    assertThat(score(LEAST, tooMuchCpu, node4000m10000)).isZero();
    assertThat(score(MOST, tooMuchCpu, node4000m10000)).isEqualTo(100);
  }

  @Test
  void containersWithoutRequests_countWithADefault_thePodsAndTheNodes() {
    // each container: 100m and 200 MiB
    NodeInfo node =
        Make.info(Make.node("n").allocatable(resources("cpu=1", "memory=2000Mi")))
            .withPod(Make.pod("there").requests(requests()).build());

    // cpu (1000-200)*100/1000 = 80, memory (2000-400)*100/2000 = 80
    assertThat(score(LEAST, requests(), node)).isEqualTo(80);
  }

  @Test
  void podLevelRequests_areNotSeen() {
    PodResourceSpec spec =
        new PodResourceSpec(
            List.of(Make.container("cpu=1", "memory=1000")),
            List.<ContainerSpec>of(),
            Make.quantities("cpu=3", "memory=9000"),
            Map.of(),
            Map.of(),
            null,
            false);

    // cpu 75 and memory 90 are free of what the container wants
    assertThat(score(LEAST, PodRequests.of(spec), node4000m10000)).isEqualTo(82);
  }

  @Test
  void resourceThatTheNodeDoesNotHave_isLeftOutWithItsWeight() {
    NodeInfo noMemory = Make.info(Make.node("n").allocatable(resources("cpu=4")));

    assertThat(score(LEAST, requests("cpu=3", "memory=5000"), noMemory)).isEqualTo(25);
  }

  @Test
  void nodeThatHasNothing_isZero() {
    assertThat(score(LEAST, requests("cpu=3"), Make.info(Make.node("n")))).isZero();
  }

  @Test
  void extendedResource_countsOnlyForPodsThatWantIt_andWithTrueRequests() {
    ScoringStrategy strategy =
        new ScoringStrategy.MostAllocated(
            List.of(
                new ResourceWeight(ResourceName.CPU, 1),
                new ResourceWeight(ResourceName.of(GPU), 3)));
    NodeInfo node =
        Make.info(Make.node("n").allocatable(resources("cpu=4", GPU + "=4")))
            .withPod(Make.pod("there").requests(requests("cpu=1", GPU + "=1")).build());

    // cpu (1000+1000)*100/4000 = 50; with gpu (1+2)*100/4 = 75: (50 + 3*75) / 4 = 68
    assertThat(score(strategy, requests("cpu=1"), node)).isEqualTo(50);
    assertThat(score(strategy, requests("cpu=1", GPU + "=2"), node)).isEqualTo(68);
  }

  @Test
  void pods_areNoResourceThatCounts() {
    ScoringStrategy strategy =
        new ScoringStrategy.LeastAllocated(
            List.of(
                new ResourceWeight(ResourceName.CPU, 1), new ResourceWeight(ResourceName.PODS, 9)));
    NodeInfo node = Make.info(Make.node("n").allocatable(resources("cpu=4", "pods=10")));

    assertThat(score(strategy, requests("cpu=3"), node)).isEqualTo(25);
  }

  @Test
  void ratio_followsTheLineBetweenItsPoints() {
    ScoringStrategy binPacking = ratio(new ShapePoint(0, 0), new ShapePoint(100, 10));

    // cpu 75, memory 50, mean 62.5, rounded to the nearest
    assertThat(score(binPacking, requests("cpu=3", "memory=5000"), node4000m10000)).isEqualTo(63);
  }

  @Test
  void ratio_leavesOutResourcesThatScoreZero() {
    ScoringStrategy spreading = ratio(new ShapePoint(0, 10), new ShapePoint(75, 0));

    // cpu at 75 % scores 0 and is left out; memory at 50 %: 100 - 100*50/75 cut off = 34
    assertThat(score(spreading, requests("cpu=3", "memory=5000"), node4000m10000)).isEqualTo(34);
  }

  @Test
  void ratio_moreThanThereIs_isFull() {
    ScoringStrategy binPacking = ratio(new ShapePoint(0, 0), new ShapePoint(100, 10));

    assertThat(score(binPacking, requests("cpu=5", "memory=20000"), node4000m10000)).isEqualTo(100);
  }

  @Test
  void line_isFlatOutsideOfItsPoints_andCutOffBetween() {
    BrokenLine line =
        new BrokenLine(
            List.of(new ShapePoint(20, 3), new ShapePoint(50, 10), new ShapePoint(80, 0)));

    assertThat(List.of(line.at(-5), line.at(20), line.at(21), line.at(50), line.at(51)))
        .containsExactly(30L, 30L, 32L, 100L, 97L);
    assertThat(List.of(line.at(80), line.at(81), line.at(100))).containsExactly(0L, 0L, 0L);
  }

  private static ScoringStrategy ratio(ShapePoint... shape) {
    return new ScoringStrategy.RequestedToCapacityRatio(weights(1, 1), List.of(shape));
  }

  private static List<ResourceWeight> weights(long cpu, long memory) {
    return List.of(
        new ResourceWeight(ResourceName.CPU, cpu), new ResourceWeight(ResourceName.MEMORY, memory));
  }

  private static long score(ScoringStrategy strategy, PodRequests pod, NodeInfo node) {
    return FitScorer.of(strategy).score(pod.scoring(), node);
  }
}
