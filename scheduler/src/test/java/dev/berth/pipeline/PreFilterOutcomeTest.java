package dev.berth.pipeline;

import static dev.berth.pipeline.Scripted.plugin;
import static dev.berth.pipeline.Trial.POD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.PreFilterResult;
import dev.berth.framework.Status;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What PreFilter plugins may answer, and what each answer does to the rest of the attempt. */
@ParameterizedClass
@EnumSource(EvaluationMode.class)
record PreFilterOutcomeTest(EvaluationMode mode) {

  @Test
  void skip_dropsThePluginsFilter_andItsAddPod() {
    Scripted skips = plugin("A").onPreFilter(PreFilterResult.skip());
    Scripted stays = plugin("B");
    Trial trial =
        new Trial(mode)
            .nodes("a")
            .preFilter(skips, stays)
            .filter(skips, stays)
            .nominate(POD.toBuilder().uid("other").build(), "a");

    assertThat(trial.selected(POD).nodeName()).isEqualTo("a");
    assertThat(skips.asked).containsExactly("preFilter");
    assertThat(stays.asked)
        .containsSubsequence("preFilter", "addPod other to a", "filter a", "filter a");
  }

  @Test
  void skip_holdsForOneAttemptOnly() {
    Scripted skipsOnce = plugin("A").onFilter(node -> Status.unschedulable("x"));
    Trial trial = new Trial(mode).nodes("a").preFilter(skipsOnce).filter(skipsOnce);

    skipsOnce.onPreFilter(PreFilterResult.skip());
    assertThat(trial.selected(POD).nodeName()).isEqualTo("a");
    skipsOnce.onPreFilter(PreFilterResult.allNodes());
    assertThat(trial.unfit(POD).message()).isEqualTo("0/1 nodes are available: 1 x.");
  }

  @Test
  void unschedulable_letsTheOthersRun_andTheLastOneStands() {
    Scripted last = plugin("C");
    Scripted filter = plugin("F");
    Trial trial =
        new Trial(mode)
            .nodes("a")
            .preFilter(
                plugin("A").onPreFilter(PreFilterResult.failed(Status.unschedulable("first"))),
                plugin("B").onPreFilter(PreFilterResult.failed(Status.unschedulable("second"))),
                last)
            .filter(filter);

    Diagnosis diagnosis = trial.unfit(POD);

    assertThat(diagnosis.message()).isEqualTo("0/1 nodes are available: second.");
    assertThat(diagnosis.unschedulablePlugins()).containsExactly("B");
    assertThat(last.asked).containsExactly("preFilter");
    assertThat(filter.asked).isEmpty();
  }

  @Test
  void unresolvable_endsPreFilter_evenAfterAPlainRejection() {
    Scripted last = plugin("C");
    Trial trial =
        new Trial(mode)
            .nodes("a")
            .preFilter(
                plugin("A").onPreFilter(PreFilterResult.failed(Status.unschedulable("first"))),
                plugin("B").onPreFilter(PreFilterResult.failed(Status.unresolvable("second"))),
                last);

    assertThat(trial.unfit(POD).message()).isEqualTo("0/1 nodes are available: second.");
    assertThat(last.asked).isEmpty();
  }

  @Test
  void nodeNames_areIntersected_andOnlyThoseAreFiltered() {
    Scripted filter = plugin("F");
    Trial trial =
        new Trial(mode)
            .nodes("a", "b", "c")
            .preFilter(
                plugin("A").onPreFilter(PreFilterResult.onlyNodes(Set.of("a", "b"))),
                plugin("All"),
                plugin("B").onPreFilter(PreFilterResult.onlyNodes(Set.of("b", "c"))))
            .filter(filter);

    ScheduleResult.Selected selected = trial.selected(POD);

    assertThat(selected.nodeName()).isEqualTo("b");
    assertThat(selected.evaluated()).isEqualTo(1);
    assertThat(filter.asked).containsExactly("filter b");
    assertThat(trial.judge(POD).rejected()).isEmpty();
  }

  @Test
  void nodeNames_withoutACommonOne_rejectThePod_naming_thePlugins() {
    Scripted last = plugin("C");
    Trial trial =
        new Trial(mode)
            .nodes("a", "b")
            .preFilter(
                plugin("B").onPreFilter(PreFilterResult.onlyNodes(Set.of("a"))),
                plugin("A").onPreFilter(PreFilterResult.onlyNodes(Set.of("b"))),
                last);

    assertThat(trial.unfit(POD).message())
        .isEqualTo(
            "0/2 nodes are available: node(s) didn't satisfy plugin(s) [A B] simultaneously.");
    assertThat(last.asked).isEmpty();
  }

  @Test
  void nodeNames_emptyFromOnePlugin_rejectThePod_namingIt() {
    Trial trial =
        new Trial(mode)
            .nodes("a", "b")
            .preFilter(plugin("A").onPreFilter(PreFilterResult.onlyNodes(Set.of())));

    Diagnosis diagnosis = trial.unfit(POD);
    assertThat(diagnosis.message())
        .isEqualTo("0/2 nodes are available: node(s) didn't satisfy plugin A.");
    assertThat(diagnosis.unschedulablePlugins()).containsExactly("A");
  }

  @Test
  void nothingLeft_winsOverAnEarlierPlainRejection() {
    Trial trial =
        new Trial(mode)
            .nodes("a")
            .preFilter(
                plugin("A").onPreFilter(PreFilterResult.failed(Status.unschedulable("first"))),
                plugin("B").onPreFilter(PreFilterResult.onlyNodes(Set.of())));

    assertThat(trial.unfit(POD).message())
        .isEqualTo("0/1 nodes are available: node(s) didn't satisfy plugin B.");
  }

  @Test
  void error_abortsTheAttempt_withThePluginsName() {
    Scripted last = plugin("B");
    Trial trial =
        new Trial(mode)
            .nodes("a")
            .preFilter(
                plugin("A").onPreFilter(PreFilterResult.failed(Status.error("broken", "twice"))),
                last)
            .postFilter(last);

    Status.Error error = trial.aborted(POD);
    assertThat(error.message()).isEqualTo("running PreFilter plugin \"A\": broken, twice");
    assertThat(error.plugin()).isEqualTo("A");
    assertThat(last.asked).isEmpty();
    assertThat(trial.judge(POD).preFilter()).isEqualTo(new PreFilterOutcome.Failed(error));
  }

  @Test
  void pending_orWait_isNoAnswerForPreFilter_andAborts() {
    Scripted wrong = plugin("A").onPreFilter(PreFilterResult.failed(Status.pending("later")));
    Trial trial = new Trial(mode).nodes("a").preFilter(wrong);

    assertThat(trial.aborted(POD).message()).isEqualTo("running PreFilter plugin \"A\": later");

    wrong.onPreFilter(PreFilterResult.failed(Status.waiting(Duration.ofSeconds(1), "a while")));
    assertThat(trial.aborted(POD).plugin()).isEqualTo("A");
  }

  @Test
  void judge_givesTheOutcomeItself() {
    Scripted plugin = plugin("A").onPreFilter(PreFilterResult.onlyNodes(Set.of("a")));
    Trial trial = new Trial(mode).nodes("a", "b").preFilter(plugin);

    assertThat(trial.judge(POD).preFilter())
        .isEqualTo(new PreFilterOutcome.Candidates(Set.of("a"), Set.of("A")));
  }
}
