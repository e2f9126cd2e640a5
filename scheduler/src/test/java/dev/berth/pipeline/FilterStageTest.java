package dev.berth.pipeline;

import static dev.berth.pipeline.Scripted.plugin;
import static dev.berth.pipeline.Trial.POD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Which filters are asked about which nodes, and what an error among them does. */
@ParameterizedClass
@EnumSource(EvaluationMode.class)
record FilterStageTest(EvaluationMode mode) {

  @Test
  void aFilterIsAskedOnlyAboutNodesThatAllBeforeItPassed() {
    Scripted second = plugin("B");
    Trial trial =
        new Trial(mode)
            .nodes("a", "b", "c")
            .filter(plugin("A").onFilter(node -> passUnless(node.equals("b"))), second);

    Judgement judgement = trial.judge(POD);

    assertThat(second.asked).containsExactly("filter a", "filter c");
    assertThat(judgement.rejected()).containsOnlyKeys("b");
    assertThat(judgement.scores()).containsOnlyKeys("a", "c");
    assertThat(judgement.rejected().get("b")).isEqualTo(Status.unschedulable("x").by("A"));
  }

  @Test
  void withoutFilters_everyNodePasses() {
    assertThat(new Trial(mode).nodes("a", "b").selected(POD).feasible()).isEqualTo(2);
  }

  @Test
  void anErrorOnOneNode_abortsTheAttempt_thoughOthersPass() {
    Scripted score = plugin("S");
    Scripted postFilter = plugin("P");
    Trial trial =
        new Trial(mode)
            .nodes("a", "b", "c")
            .filter(plugin("A").onFilter(FilterStageTest::brokenOnB))
            .postFilter(postFilter)
            .score(score);

    Status.Error error = trial.aborted(POD);

    assertThat(error.plugin()).isEqualTo("A");
    assertThat(error.message()).isEqualTo("running \"A\" filter plugin: broken");
    assertThat(score.asked).isEmpty();
    assertThat(postFilter.asked).isEmpty();
    assertThat(trial.judge(POD).diagnosis()).isNull();
    assertThat(trial.judge(POD).rejected().get("b")).isEqualTo(error);
  }

  @Test
  void anErrorBehindARejection_isNeverMet() {
    Trial trial =
        new Trial(mode)
            .nodes("a", "b", "c")
            .filter(
                plugin("A").onFilter(node -> passUnless(node.equals("b"))),
                plugin("B").onFilter(FilterStageTest::brokenOnB));

    assertThat(trial.selected(POD).feasible()).isEqualTo(2);
  }

  @Test
  void ofSeveralErrors_theOneOfTheFirstNodeIsReported_whateverWasSeenBefore() {
    Scripted broken = plugin("A").onFilter(node -> Status.error("on " + node));
    Trial trial = new Trial(mode).nodes("a", "b").filter(broken);

    assertThat(trial.aborted(POD).message()).endsWith("on a");
    trial.mirror.removeNode("a");
    trial.nodes("a");
    assertThat(trial.view().ordinal("b")).isZero();
    assertThat(trial.aborted(POD).message()).endsWith("on b");
  }

  @Test
  void skipOrWait_isNoAnswerForAFilter_andAborts() {
    for (Status wrong : List.of(Status.skip(), Status.waiting(Duration.ofSeconds(1), "later"))) {
      Trial trial = new Trial(mode).nodes("a").filter(plugin("A").onFilter(node -> wrong));

      assertThat(trial.aborted(POD).message()).startsWith("running \"A\" filter plugin: ");
    }
  }

  private static Status brokenOnB(String node) {
    return node.equals("b") ? Status.error("broken") : Status.success();
  }

  private static Status passUnless(boolean rejected) {
    return rejected ? Status.unschedulable("x") : Status.success();
  }
}
