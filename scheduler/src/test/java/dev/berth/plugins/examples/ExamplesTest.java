package dev.berth.plugins.examples;

import static dev.berth.plugins.Make.info;
import static dev.berth.plugins.Make.labels;
import static dev.berth.plugins.Make.node;
import static dev.berth.plugins.Make.requests;
import static dev.berth.plugins.Make.resources;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.config.UnknownArgs;
import dev.berth.framework.CycleState;
import dev.berth.framework.FilterPlugin;
import dev.berth.framework.ScoreException;
import dev.berth.framework.ScorePlugin;
import dev.berth.framework.Status;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import dev.berth.plugins.Hints;
import dev.berth.plugins.Make;
import dev.berth.plugins.TestContext;
import dev.berth.plugins.TestScores;
import dev.berth.plugins.TestView;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class ExamplesTest {

  private final PodInfo pod = Make.pod("p").build();

  @Test
  void nodeLabelPresent_keepsNodesWithTheLabel_whateverItsValue() {
    NodeLabelPresent plugin = new NodeLabelPresent("example-label");

    assertThat(
            plugin.filter(
                CycleState.create(), pod, info(node("n").labels(labels("example-label=")))))
        .isEqualTo(Status.success());
    assertThat(plugin.filter(CycleState.create(), pod, info(node("n").labels(labels("other=x")))))
        .isEqualTo(
            Status.unresolvable("node(s) didn't have the label example-label")
                .by("NodeLabelPresent"));
    assertThat(Hints.labels(plugin)).containsExactly("NodeAddUpdateNodeLabel");
  }

  @Test
  void nameDigitScore_isTheLastDigit_tenTimes() throws ScoreException {
    TestView view =
        TestView.of(node("node-7"), node("node-10"), node("node-x"), node("9a"), node("u\u0663"));

    assertThat(TestScores.normalised(new NameDigitScore(), pod, view))
        .containsExactly(70L, 0L, 0L, 0L, 0L);
  }

  @Test
  void randomNode_reachesBothEnds_andIsRepeatable() throws ScoreException {
    List<Long> once = drawn(new RandomNode(new SplittableRandom(3)), 2_000);

    assertThat(once).contains(0L, 100L).allMatch(score -> score >= 0 && score <= 100);
    assertThat(drawn(new RandomNode(new SplittableRandom(3)), 2_000)).isEqualTo(once);
    assertThat(drawn(new RandomNode(new SplittableRandom(4)), 2_000)).isNotEqualTo(once);
  }

  @Test
  void lucky_drawsElevenDifferentNumbers() throws ScoreException {
    assertThat(drawn(new Lucky(new SplittableRandom(3)), 2_000))
        .containsOnly(0L, 10L, 20L, 30L, 40L, 50L, 60L, 70L, 80L, 90L, 100L);
  }

  @Test
  void randomFilter_dropsTheGivenShare() {
    assertThat(dropped(0)).isZero();
    assertThat(dropped(1)).isEqualTo(1_000);
    assertThat(dropped(0.25)).isBetween(200L, 300L);
  }

  @Test
  void randomFilter_refusesWhatIsNoProbability() {
    assertThatThrownBy(() -> new RandomFilter(Double.NaN, new SplittableRandom(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("probability is NaN");
  }

  @Test
  void nodeOrder_prefersLaterNodes() throws ScoreException {
    TestView view = TestView.of(node("c"), node("a"), node("b"));

    assertThat(TestScores.raw(new NodeOrder(), pod, view)).containsExactly(0L, 1L, 2L);
    assertThat(TestScores.normalised(new NodeOrder(), pod, view)).containsExactly(0L, 50L, 100L);
  }

  @Test
  void mostAvailableCpu_prefersTheNodeWithTheMostLeft_notTheLargest() throws ScoreException {
    PodInfo heavy = Make.pod("heavy").requests(requests("cpu=7")).build();
    TestView view =
        new TestView(
            List.of(
                info(node("large").allocatable(resources("cpu=8"))).withPod(heavy),
                info(node("small").allocatable(resources("cpu=4"))),
                info(node("overcommitted").allocatable(resources("cpu=1"))).withPod(heavy)));

    assertThat(TestScores.raw(new MostAvailableCPU(), pod, view)).containsExactly(1000L, 4000L, 0L);
    assertThat(TestScores.normalised(new MostAvailableCPU(), pod, view))
        .containsExactly(25L, 100L, 0L);
  }

  @Test
  void passThrough_keepsEveryNode() {
    assertThat(
            new PassThrough().filter(CycleState.create(), pod, info(node("n").unschedulable(true))))
        .isEqualTo(Status.success());
  }

  @Test
  void everyExample_isMadeWithoutArgs_andHasTheNameItIsRegisteredUnder() {
    Examples.all()
        .forEach(
            (name, factory) ->
                assertThat(factory.apply(TestContext.create(), UnknownArgs.NONE).name())
                    .isEqualTo(name));
    assertThat(Examples.all()).hasSize(8);
  }

  private List<Long> drawn(ScorePlugin plugin, int times) throws ScoreException {
    TestView view =
        TestView.of(
            IntStream.range(0, times).mapToObj(i -> node("n" + i)).toArray(Node.Builder[]::new));
    return TestScores.normalised(plugin, pod, view);
  }

  private long dropped(double probability) {
    FilterPlugin plugin = new RandomFilter(probability, new SplittableRandom(5));
    return LongStream.range(0, 1_000)
        .filter(i -> !plugin.filter(CycleState.create(), pod, info(node("n"))).isSuccess())
        .count();
  }
}
