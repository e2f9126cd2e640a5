package dev.berth.pipeline;

import static dev.berth.pipeline.Scripted.plugin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.PreFilterResult;
import dev.berth.framework.Status;
import dev.berth.model.PodInfo;
import dev.berth.plugins.Make;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A pod that was promised a node: that node is tried first. */
@ParameterizedClass
@EnumSource(EvaluationMode.class)
record NominatedNodeTest(EvaluationMode mode) {

  private static final PodInfo POD = Make.pod("pod").nominatedNodeName("b").build();

  @Test
  void itPasses_soItIsTakenUnscored_andNoOtherNodeIsLookedAt() {
    Scripted filter = plugin("F");
    Scripted score = plugin("S").onScore(node -> node.name().equals("a") ? 100 : 0);
    Trial trial = new Trial(mode).nodes("a", "b", "c").filter(filter).score(score);

    ScheduleResult.Selected selected = trial.selected(POD);

    assertThat(selected.nodeName()).isEqualTo("b");
    assertThat(selected.evaluated()).isEqualTo(1);
    assertThat(selected.feasible()).isEqualTo(1);
    assertThat(filter.asked).containsExactly("filter b");
    assertThat(score.asked).isEmpty();
  }

  @Test
  void itPasses_soErrorsOnOtherNodesDoNotMatter() {
    Trial trial =
        new Trial(mode)
            .nodes("a", "b")
            .filter(plugin("F").onFilter(node -> node.equals("a") ? error() : Status.success()));

    assertThat(trial.selected(POD).nodeName()).isEqualTo("b");
  }

  @Test
  void itPasses_andLeavesARecordOfThat() {
    ScheduleResult.Selected selected = new Trial(mode).nodes("a", "b").selected(POD);

    assertThat(selected.record().nodes()).isEqualTo(2);
    assertThat(selected.record().feasible()).isEqualTo(1);
    assertThat(selected.record().viewGeneration()).isEqualTo(2);
    assertThat(selected.record().rejections()).isEmpty();
    assertThat(selected.record().best()).isEmpty();
  }

  @Test
  void itIsRejected_soAllNodesAreJudged() {
    Trial trial =
        new Trial(mode)
            .nodes("a", "b", "c")
            .filter(plugin("F").onFilter(node -> node.equals("a") ? Status.success() : full()));

    ScheduleResult.Selected selected = trial.selected(POD);
    assertThat(selected.nodeName()).isEqualTo("a");
    assertThat(selected.evaluated()).isEqualTo(3);
  }

  @Test
  void itFails_soAllNodesAreJudged_andItsErrorAbortsTheAttempt() {
    Trial trial =
        new Trial(mode)
            .nodes("a", "b")
            .filter(plugin("F").onFilter(node -> node.equals("b") ? error() : Status.success()));

    assertThat(trial.aborted(POD).message()).isEqualTo("running \"F\" filter plugin: broken");
  }

  @Test
  void itFails_outsideOfTheNamedNodes_soTheErrorIsOfNoConsequence() {
    Trial trial =
        new Trial(mode)
            .nodes("a", "b")
            .preFilter(plugin("P").onPreFilter(PreFilterResult.onlyNodes(Set.of("a"))))
            .filter(plugin("F").onFilter(node -> node.equals("b") ? error() : Status.success()));

    assertThat(trial.selected(POD).nodeName()).isEqualTo("a");
  }

  @Test
  void itIsGone_soTheOthersAreJudged() {
    assertThat(new Trial(mode).nodes("a", "c").selected(POD).nodeName()).isEqualTo("a");
  }

  @Test
  void itPasses_outsideOfTheNamedNodes_andIsTaken() {
    Trial trial =
        new Trial(mode)
            .nodes("a", "b")
            .preFilter(plugin("P").onPreFilter(PreFilterResult.onlyNodes(Set.of("a"))));

    assertThat(trial.selected(POD).nodeName()).isEqualTo("b");
  }

  @Test
  void itIsRejected_outsideOfTheNamedNodes_andKeepsItsOwnReason() {
    Trial trial =
        new Trial(mode)
            .nodes("a", "b", "c")
            .preFilter(plugin("P").onPreFilter(PreFilterResult.onlyNodes(Set.of("a"))))
            .filter(plugin("F").onFilter(node -> full()));

    Diagnosis diagnosis = trial.unfit(POD);
    assertThat(diagnosis.message())
        .isEqualTo("0/3 nodes are available: 1 node(s) didn't satisfy plugin(s) [P], 2 is full.");
    assertThat(diagnosis.unschedulablePlugins()).containsExactlyInAnyOrder("F", "P");
  }

  @Test
  void preFilterRejects_soItIsNotTried() {
    Scripted filter = plugin("F");
    Trial trial =
        new Trial(mode)
            .nodes("a", "b")
            .preFilter(plugin("P").onPreFilter(PreFilterResult.failed(Status.unschedulable("x"))))
            .filter(filter);

    assertThat(trial.unfit(POD).message()).isEqualTo("0/2 nodes are available: x.");
    assertThat(filter.asked).isEmpty();
  }

  @Test
  void strongerPodsNominatedThere_takePrecedence() {
    Trial trial =
        new Trial(mode)
            .nodes("a", "b")
            .filter(
                plugin("F")
                    .onFilter(
                        (state, pod, node) -> node.podCount() == 0 ? Status.success() : full()))
            .nominate(Make.pod("rival").priority(1).build(), "b")
            .nominate(POD, "b");

    assertThat(trial.selected(POD).nodeName()).isEqualTo("a");
  }

  private static Status full() {
    return Status.unschedulable("is full");
  }

  private static Status error() {
    return Status.error("broken");
  }
}
