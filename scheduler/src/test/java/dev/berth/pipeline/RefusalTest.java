package dev.berth.pipeline;

import static dev.berth.pipeline.Scripted.plugin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.Status;
import dev.berth.model.PodInfo;
import dev.berth.model.Refusal;
import dev.berth.plugins.Make;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Pods with a hard constraint that this version does not understand are not placed. */
@ParameterizedClass
@EnumSource(EvaluationMode.class)
record RefusalTest(EvaluationMode mode) {

  @Test
  void unknownFieldsAndValues_andMissingFeatures_areRefused() {
    for (Refusal refusal :
        List.of(
            new Refusal.UnknownField("spec.affinity.x"),
            new Refusal.UnknownValue("spec.affinity.y.operator", "Near"),
            new Refusal.UnbuiltFeature("spec.schedulingGroup", "pod groups"))) {
      Diagnosis diagnosis = new Trial(mode).nodes("a").unfit(refused(refusal));

      assertThat(diagnosis.message())
          .isEqualTo("0/1 nodes are available: " + refusal.message() + ".");
      assertThat(diagnosis.rejectedBeforeFilter())
          .isInstanceOf(Status.UnschedulableAndUnresolvable.class);
      assertThat(diagnosis.unschedulablePlugins()).as("nobody's events help").isEmpty();
    }
  }

  @Test
  void theFirstRefusal_isSaid() {
    Refusal first = new Refusal.UnknownField("spec.b");
    Refusal second = new Refusal.UnknownField("spec.c");

    assertThat(new Trial(mode).nodes("a").unfit(refused(first, second)).message())
        .contains("spec.b")
        .doesNotContain("spec.c");
  }

  @Test
  void aRefusedPod_isShownToNoPluginButPostFilter() {
    Scripted plugin = plugin("A");
    Trial trial =
        new Trial(mode)
            .nodes("a")
            .preFilter(plugin)
            .filter(plugin)
            .postFilter(plugin)
            .preScore(plugin)
            .score(plugin);

    trial.unfit(refused(new Refusal.UnknownField("spec.b")));

    assertThat(plugin.asked).containsExactly("postFilter");
    assertThat(trial.judge(refused(new Refusal.UnknownField("spec.b"))).refusal())
        .isEqualTo(Status.unresolvable(new Refusal.UnknownField("spec.b").message()));
  }

  @Test
  void aRefusal_countsForThePromisedNodeToo() {
    PodInfo promised =
        refused(new Refusal.UnknownField("spec.b")).toBuilder().nominatedNodeName("a").build();

    assertThat(new Trial(mode).nodes("a").schedule(promised))
        .isInstanceOf(ScheduleResult.Unfit.class);
  }

  private static PodInfo refused(Refusal... refusals) {
    return Make.pod("pod").refusals(List.of(refusals)).build();
  }
}
