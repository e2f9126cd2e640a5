package dev.berth.plugins.imagelocality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.CycleState;
import dev.berth.framework.ScoreException;
import dev.berth.framework.Status;
import dev.berth.model.Node;
import dev.berth.model.PodImages;
import dev.berth.model.PodInfo;
import dev.berth.plugins.Make;
import dev.berth.plugins.TestScores;
import dev.berth.plugins.TestView;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sizes are those of upstream's tests, where all numbers are worked out by hand. */
final class ImageLocalityTest {

  private static final long MEBIBYTE = 1024 * 1024;

  private final ImageLocality plugin = new ImageLocality();

  private final Node.Builder node403002000 =
      has("big", Map.of("gcr.io/40:latest", 40 * MEBIBYTE, "gcr.io/300:latest", 300 * MEBIBYTE));
  private final Node.Builder node25010 =
      has("small", Map.of("gcr.io/250:latest", 250 * MEBIBYTE, "gcr.io/10:v1", 10 * MEBIBYTE));

  @Test
  void twoImages_oneOnEachNode_theLargerWins() throws ScoreException {
    // 40 MiB on one of two nodes counts 20, less than the least; (125-23)/(2000-23) is 5 %
    assertThat(scores(pod("gcr.io/40", "gcr.io/250"), node403002000, node25010))
        .containsExactly(0L, 5L);
  }

  @Test
  void bothImagesOnOneNode_addUp() throws ScoreException {
    // (20 + 150 - 23) / (2000 - 23) is 7 %
    assertThat(scores(pod("gcr.io/40", "gcr.io/300"), node403002000, node25010))
        .containsExactly(7L, 0L);
  }

  @Test
  void oneSmallImage_isBelowTheLeastThatCounts() throws ScoreException {
    assertThat(scores(pod("gcr.io/10:v1"), node403002000, node25010)).containsExactly(0L, 0L);
  }

  @Test
  void imageOnEveryNode_countsWhole() throws ScoreException {
    Node.Builder one = has("a", Map.of("x:latest", 1000 * MEBIBYTE));
    Node.Builder other = has("b", Map.of("x:latest", 1000 * MEBIBYTE));

    assertThat(scores(pod("x"), one, other)).containsExactly(100L, 100L);
  }

  @Test
  void moreThanTheMost_isHundred() throws ScoreException {
    assertThat(scores(pod("x"), has("a", Map.of("x:latest", 9000 * MEBIBYTE)), has("b", Map.of())))
        .containsExactly(100L, 0L);
  }

  @Test
  void oneImageInTwoContainers_countsTwice() throws ScoreException {
    // 2 * 500 of 2 * 1000 MiB: (1000 - 23) / (2000 - 23) is 49 %
    assertThat(scores(pod("x", "x"), has("a", Map.of("x:latest", 500 * MEBIBYTE))))
        .containsExactly(49L);
  }

  @Test
  void imageOfAnInitContainer_counts() throws ScoreException {
    PodInfo pod =
        Make.pod("p").images(PodImages.of(List.of("init"), List.of("app"), List.of())).build();

    // (1000 - 23) / (2000 - 23) is 49 %
    assertThat(scores(pod, has("a", Map.of("init:latest", 1000 * MEBIBYTE)))).containsExactly(49L);
  }

  @Test
  void imageVolume_countsInTheSum_butNotAsAContainer() throws ScoreException {
    PodInfo pod =
        Make.pod("p").images(PodImages.of(List.of(), List.of("app"), List.of("vol"))).build();

    assertThat(scores(pod, has("a", Map.of("vol:latest", 1000 * MEBIBYTE)))).containsExactly(100L);
  }

  @Test
  void unknownImages_areWorthNothing() throws ScoreException {
    assertThat(scores(pod("nowhere"), node403002000, node25010)).containsExactly(0L, 0L);
  }

  @Test
  void aspect_changesWithTheSpread_andOnlyWithImagesOfThePod() {
    TestView alone = TestView.of(has("a", Map.of("x:latest", MEBIBYTE)), has("b", Map.of()));
    TestView spread =
        TestView.of(has("a", Map.of("x:latest", MEBIBYTE)), has("b", Map.of("x:latest", MEBIBYTE)));
    TestView other =
        TestView.of(has("a", Map.of("x:latest", MEBIBYTE)), has("b", Map.of("y:latest", 7L)));

    assertThat(aspect(alone)).isEqualTo(aspect(other)).isNotEqualTo(aspect(spread));
  }

  private Object aspect(TestView view) {
    CycleState state = CycleState.create();
    PodInfo pod = pod("x");
    assertThat(plugin.preScore(state, pod, view, view)).isEqualTo(Status.success());
    return plugin.scoreAspect(state, pod, view);
  }

  private List<Long> scores(PodInfo pod, Node.Builder... nodes) throws ScoreException {
    return TestScores.raw(plugin, pod, TestView.of(nodes));
  }

  private static PodInfo pod(String... images) {
    return Make.pod("p").images(PodImages.of(List.of(), List.of(images), List.of())).build();
  }

  private static Node.Builder has(String name, Map<String, Long> sizes) {
    return Make.node(name).imageSizes(sizes);
  }
}
