package dev.berth.pipeline;

import static dev.berth.pipeline.Scripted.plugin;
import static dev.berth.pipeline.Trial.POD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.PostFilterResult;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.Status;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The words of an attempt that found no node, byte for byte as kube-scheduler's FitError. */
@ParameterizedClass
@EnumSource(EvaluationMode.class)
record FitErrorTextTest(EvaluationMode mode) {

  @Test
  void reasons_areCountedAndSortedAsText_soThatTenComesBeforeTwo() {
    Trial trial =
        new Trial(mode)
            .manyNodes(12)
            .filter(
                plugin("A")
                    .onFilter(
                        node ->
                            node.equals("n3") || node.equals("n7")
                                ? Status.unresolvable("is small")
                                : Status.unschedulable("is full")));

    assertThat(trial.unfit(POD).message())
        .isEqualTo("0/12 nodes are available: 10 is full, 2 is small.");
  }

  @Test
  void sortingIsByBytes_capitalsFirst_astralAfterTheBasicPlane() {
    Map<String, String> reasons =
        Map.of("n0", "b", "n1", "A", "n2", "\uFF5E", "n3", "\uD83D\uDE00");
    Trial trial =
        new Trial(mode)
            .manyNodes(4)
            .filter(
                plugin("A").onFilter(node -> Status.unschedulable(reasons.getOrDefault(node, ""))));

    assertThat(trial.unfit(POD).message())
        .isEqualTo("0/4 nodes are available: 1 A, 1 b, 1 \uFF5E, 1 \uD83D\uDE00.");
  }

  @Test
  void aNodeWithTwoReasons_countsInBoth() {
    Trial trial =
        new Trial(mode)
            .nodes("a", "b")
            .filter(
                plugin("A")
                    .onFilter(
                        node ->
                            node.equals("a")
                                ? Status.unschedulable("Insufficient cpu", "Insufficient memory")
                                : Status.unschedulable("Insufficient cpu")));

    assertThat(trial.unfit(POD).message())
        .isEqualTo("0/2 nodes are available: 1 Insufficient memory, 2 Insufficient cpu.");
  }

  @Test
  void theSameReasonFromTwoPlugins_isOneEntry() {
    Trial trial =
        new Trial(mode)
            .nodes("a", "b", "c")
            .filter(
                plugin("A").onFilter(node -> rejectedIf(node.equals("a"), "is full")),
                plugin("B").onFilter(node -> rejectedIf(true, "is full")));

    assertThat(trial.unfit(POD).message()).isEqualTo("0/3 nodes are available: 3 is full.");
  }

  @Test
  void onlyTheFirstPluginThatRejectsANode_givesItsReason() {
    Trial trial =
        new Trial(mode)
            .nodes("a", "b")
            .filter(
                plugin("A").onFilter(node -> rejectedIf(node.equals("a"), "first")),
                plugin("B").onFilter(node -> rejectedIf(true, "second")));

    assertThat(trial.unfit(POD).message()).isEqualTo("0/2 nodes are available: 1 first, 1 second.");
  }

  @Test
  void aRejectionWithoutReasons_leavesTheHeadBare() {
    Trial trial =
        new Trial(mode).nodes("a").filter(plugin("A").onFilter(node -> Status.unschedulable()));

    assertThat(trial.unfit(POD).message()).isEqualTo("0/1 nodes are available:");
  }

  @Test
  void nodesThatPreFilterLeftOut_areCountedUnderThePluginsThatNamedOthers() {
    Trial trial =
        new Trial(mode)
            .nodes("a", "b", "c")
            .preFilter(
                plugin("B").onPreFilter(PreFilterResult.onlyNodes(Set.of("a", "b", "gone"))),
                plugin("A").onPreFilter(PreFilterResult.onlyNodes(Set.of("a", "gone"))))
            .filter(plugin("A").onFilter(node -> Status.unschedulable("is full")));

    assertThat(trial.unfit(POD).message())
        .isEqualTo("0/3 nodes are available: 1 is full, 2 node(s) didn't satisfy plugin(s) [A B].");
  }

  @Test
  void onlyUnknownNodesNamed_everyNodeIsAbsent() {
    Trial trial =
        new Trial(mode)
            .nodes("a", "b")
            .preFilter(plugin("A").onPreFilter(PreFilterResult.onlyNodes(Set.of("gone"))));

    assertThat(trial.unfit(POD).message())
        .isEqualTo("0/2 nodes are available: 2 node(s) didn't satisfy plugin(s) [A].");
  }

  @Test
  void aPodThatPreFilterRejects_isDescribedByThatAlone() {
    Trial trial =
        new Trial(mode)
            .nodes("a", "b")
            .preFilter(
                plugin("A").onPreFilter(PreFilterResult.failed(Status.unresolvable("x", "y"))));

    assertThat(trial.unfit(POD).message()).isEqualTo("0/2 nodes are available: x, y.");
  }

  @Test
  void noNodes_isTheWholeText_andNoPluginIsAsked() {
    Scripted plugin = plugin("A");
    Diagnosis diagnosis = new Trial(mode).preFilter(plugin).postFilter(plugin).unfit(POD);

    assertThat(diagnosis.message()).isEqualTo("no nodes available to schedule pods");
    assertThat(diagnosis.nomination()).as("nomination").isEmpty();
    assertThat(plugin.asked).isEmpty();
  }

  @Test
  void whatPostFilterSays_followsAsItIs_andTheHeadLeavesItOut() {
    Diagnosis diagnosis =
        new Trial(mode)
            .nodes("a")
            .filter(plugin("A").onFilter(node -> Status.unschedulable("is full")))
            .postFilter(
                plugin("P")
                    .onPostFilter(
                        PostFilterResult.of(Status.unschedulable("preemption: not helpful"))))
            .unfit(POD);

    assertThat(diagnosis.message())
        .isEqualTo("0/1 nodes are available: 1 is full. preemption: not helpful");
    assertThat(diagnosis.head()).isEqualTo("0/1 nodes are available: 1 is full.");
  }

  private static Status rejectedIf(boolean condition, String reason) {
    return condition ? Status.unschedulable(reason) : Status.success();
  }
}
