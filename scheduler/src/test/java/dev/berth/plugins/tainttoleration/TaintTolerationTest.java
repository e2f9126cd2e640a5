package dev.berth.plugins.tainttoleration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.CycleState;
import dev.berth.framework.EventResource;
import dev.berth.framework.QueueingHint;
import dev.berth.framework.ScoreException;
import dev.berth.framework.Status;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import dev.berth.model.Toleration;
import dev.berth.plugins.Hints;
import dev.berth.plugins.Make;
import dev.berth.plugins.TestScores;
import dev.berth.plugins.TestView;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TaintTolerationTest {

  private static final ClusterEvent NODE_CHANGE =
      ClusterEvent.of(EventResource.NODE, ActionType.UPDATE_NODE_TAINT);
  private static final ClusterEvent TOLERATION_CHANGE =
      ClusterEvent.of(EventResource.UNSCHEDULABLE_POD, ActionType.UPDATE_POD_TOLERATION);

  private final TaintToleration plugin = new TaintToleration();

  record FilterCase(String title, List<Toleration> tolerations, List<String> taints, boolean want) {
    @Override
    public String toString() {
      return title;
    }
  }

  static Stream<FilterCase> filterCases() {
    Toleration equal = new Toleration("dedicated", "Equal", "user1", "NoSchedule");
    return Stream.of(
        new FilterCase("a node without taints takes every pod", List.of(), List.of(), true),
        new FilterCase(
            "a NoSchedule taint that nothing tolerates rejects",
            List.of(),
            List.of("dedicated=user1:NoSchedule"),
            false),
        new FilterCase(
            "a NoExecute taint that nothing tolerates rejects",
            List.of(),
            List.of("dedicated=user1:NoExecute"),
            false),
        new FilterCase(
            "a PreferNoSchedule taint never rejects",
            List.of(),
            List.of("dedicated=user1:PreferNoSchedule"),
            true),
        new FilterCase(
            "an equal value is tolerated",
            List.of(equal),
            List.of("dedicated=user1:NoSchedule"),
            true),
        new FilterCase(
            "another value is not tolerated",
            List.of(equal),
            List.of("dedicated=user2:NoSchedule"),
            false),
        new FilterCase(
            "another effect is not tolerated",
            List.of(equal),
            List.of("dedicated=user1:NoExecute"),
            false),
        new FilterCase(
            "Exists tolerates any value",
            List.of(Make.tolerates("dedicated", "NoSchedule")),
            List.of("dedicated=user2:NoSchedule"),
            true),
        new FilterCase(
            "an empty key with Exists tolerates everything",
            List.of(Make.tolerates("", "")),
            List.of("a=1:NoSchedule", "b=2:NoExecute"),
            true),
        new FilterCase(
            "one of two taints untolerated rejects",
            List.of(equal),
            List.of("dedicated=user1:NoSchedule", "other=x:NoSchedule"),
            false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("filterCases")
  void filter(FilterCase c) {
    Status want =
        c.want
            ? Status.success()
            : Status.unresolvable("node(s) had untolerated taint(s)").by("TaintToleration");

    assertThat(
            plugin.filter(
                CycleState.create(),
                Make.pod("p")
                    .tolerations(Make.tolerations(c.tolerations.toArray(Toleration[]::new)))
                    .build(),
                Make.info(tainted("n", c.taints.toArray(String[]::new)))))
        .isEqualTo(want);
  }

  @Test
  void score_countsUntoleratedPreferNoScheduleTaints() throws ScoreException {
    TestView view =
        TestView.of(
            tainted("none"),
            tainted("tolerated", "a=1:PreferNoSchedule"),
            tainted("two", "b=1:PreferNoSchedule", "c=1:PreferNoSchedule"),
            tainted("hard", "b=1:NoSchedule"));

    assertThat(TestScores.raw(plugin, tolerating("p", Make.tolerates("a", "")), view))
        .containsExactly(0L, 0L, 2L, 0L);
  }

  @Test
  void score_ignoresTolerationsOfOtherEffects() throws ScoreException {
    TestView view = TestView.of(tainted("n", "a=1:PreferNoSchedule"));

    assertThat(TestScores.raw(plugin, tolerating("p", Make.tolerates("a", "NoSchedule")), view))
        .containsExactly(1L);
  }

  @Test
  void normalised_fewestTaintsAreBest() throws ScoreException {
    TestView view =
        TestView.of(
            tainted("none"),
            tainted("one", "a=1:PreferNoSchedule"),
            tainted(
                "three", "a=1:PreferNoSchedule", "b=1:PreferNoSchedule", "c=1:PreferNoSchedule"));

    assertThat(TestScores.normalised(plugin, Make.pod("p").build(), view))
        .containsExactly(100L, 67L, 0L);
  }

  @Test
  void normalised_noTaintsAtAll_isHundredEverywhere() throws ScoreException {
    assertThat(
            TestScores.normalised(
                plugin, Make.pod("p").build(), TestView.of(tainted("a"), tainted("b"))))
        .containsExactly(100L, 100L);
  }

  @Test
  void score_withoutItsPreScore_isAnErrorAsUpstream() {
    CycleState state = CycleState.create();

    assertThatThrownBy(() -> plugin.score(state, Make.pod("p").build(), Make.info(tainted("n"))))
        .isInstanceOf(ScoreException.class)
        .hasMessage("failed to read \"PreScoreTaintToleration\" from cycleState: not found");
  }

  @Test
  void nodeThatLostItsTaint_wakes() {
    assertThat(afterNodeChange(tainted("n", "a=1:NoSchedule").build(), tainted("n").build()))
        .isEqualTo(QueueingHint.QUEUE);
  }

  @Test
  void nodeThatStillHasAnUntoleratedTaint_doesNotWake() {
    assertThat(
            afterNodeChange(
                tainted("n", "a=1:NoSchedule").build(), tainted("n", "b=1:NoExecute").build()))
        .isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void nodeThatWasToleratedBefore_doesNotWake() {
    assertThat(afterNodeChange(tainted("n").build(), tainted("n").build()))
        .isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void newNodeWithoutTaints_wakes() {
    assertThat(afterNodeChange(null, tainted("n").build())).isEqualTo(QueueingHint.QUEUE);
  }

  @Test
  void newNodeWithAnUntoleratedTaint_doesNotWake() {
    assertThat(afterNodeChange(null, tainted("n", "a=1:NoSchedule").build()))
        .isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void ownTolerationChange_wakes_anothersDoesNot() {
    PodInfo pod = Make.pod("p").build();

    assertThat(Hints.ask(plugin, TOLERATION_CHANGE, pod, pod, pod)).isEqualTo(QueueingHint.QUEUE);
    assertThat(Hints.ask(plugin, TOLERATION_CHANGE, pod, pod, Make.pod("other").build()))
        .isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void events_areThoseOfUpstream() {
    assertThat(Hints.labels(plugin))
        .containsExactly("NodeAddUpdateNodeTaint", "PodUpdatePodToleration");
  }

  private QueueingHint afterNodeChange(@Nullable Node before, Node after) {
    return Hints.ask(plugin, NODE_CHANGE, Make.pod("p").build(), before, after);
  }

  private static Node.Builder tainted(String name, String... taints) {
    return Make.node(name).taints(Stream.of(taints).map(Make::taint).toList());
  }

  private static PodInfo tolerating(String name, Toleration toleration) {
    return Make.pod(name).tolerations(Make.tolerations(toleration)).build();
  }
}
