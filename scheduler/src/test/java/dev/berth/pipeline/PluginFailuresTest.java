package dev.berth.pipeline;

import static dev.berth.pipeline.Scripted.plugin;
import static dev.berth.pipeline.Trial.POD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.CycleState;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.Status;
import dev.berth.plugins.Make;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A plugin that throws has answered Error; it never ends the scheduler. */
@ParameterizedClass
@EnumSource(EvaluationMode.class)
record PluginFailuresTest(EvaluationMode mode) {

  @Test
  void inPreFilter() {
    Scripted throwing =
        plugin("A")
            .onPreFilter(
                (state, pod, view) -> {
                  throw bug();
                });

    assertThat(new Trial(mode).nodes("a").preFilter(throwing).aborted(POD).message())
        .isEqualTo("running PreFilter plugin \"A\": a bug");
  }

  @Test
  void inFilter() {
    Scripted throwing =
        plugin("A")
            .onFilter(
                node -> {
                  throw bug();
                });

    assertThat(new Trial(mode).nodes("a").filter(throwing).aborted(POD).message())
        .isEqualTo("running \"A\" filter plugin: a bug");
  }

  @Test
  void inFilter_withoutAMessage_theKindOfExceptionIsNamed() {
    Scripted throwing =
        plugin("A")
            .onFilter(
                node -> {
                  throw new Bug(null);
                });

    assertThat(new Trial(mode).nodes("a").filter(throwing).aborted(POD).message())
        .isEqualTo("running \"A\" filter plugin: Bug");
  }

  @Test
  void inAddPod() {
    Scripted throwing =
        plugin("A")
            .onAddPod(
                (state, added, node) -> {
                  throw bug();
                });
    Trial trial =
        new Trial(mode)
            .nodes("a")
            .preFilter(throwing)
            .nominate(Make.pod("rival").priority(1).build(), "a");

    assertThat(trial.aborted(POD).message())
        .isEqualTo("running AddPod on PreFilter plugin \"A\": a bug");
  }

  @Test
  void inRemovePod() {
    Scripted throwing =
        plugin("A")
            .onRemovePod(
                (state, removed, node) -> {
                  throw bug();
                });
    Trial trial = new Trial(mode).nodes("a").preFilter(throwing);

    Status status =
        trial
            .pipeline()
            .filters()
            .removePod(CycleState.create(), POD, Make.pod("p").build(), trial.view().node(0));

    assertThat(status.message()).isEqualTo("running RemovePod on PreFilter plugin \"A\": a bug");
  }

  @Test
  void inPostFilter_whereTheTextIsAddedAndTheNominationKept() {
    Scripted throwing =
        plugin("A")
            .onFilter(node -> Status.unschedulable("x"))
            .onPostFilter(
                (view, statuses) -> {
                  throw bug();
                });
    Scripted later = plugin("B");

    Diagnosis diagnosis =
        new Trial(mode).nodes("a").filter(throwing).postFilter(throwing, later).unfit(POD);

    assertThat(diagnosis.message()).isEqualTo("0/1 nodes are available: 1 x. a bug");
    assertThat(diagnosis.nomination()).isNull();
    assertThat(later.asked).isEmpty();
  }

  @Test
  void inPreScore() {
    Scripted throwing =
        plugin("A")
            .onPreScore(
                () -> {
                  throw bug();
                });

    assertThat(
            new Trial(mode)
                .nodes("a", "b")
                .preScore(throwing)
                .score(plugin("S"))
                .aborted(POD)
                .message())
        .isEqualTo("running PreScore plugin \"A\": a bug");
  }

  @Test
  void inScore() {
    Scripted throwing =
        plugin("A")
            .onScore(
                node -> {
                  throw bug();
                });

    assertThat(new Trial(mode).nodes("a", "b").score(throwing).aborted(POD).message())
        .isEqualTo("running Score plugins: plugin \"A\" failed with: a bug");
  }

  @Test
  void inNormalize() {
    Scripted throwing =
        plugin("A")
            .onNormalize(
                scores -> {
                  throw bug();
                });

    assertThat(new Trial(mode).nodes("a", "b").score(throwing).aborted(POD).message())
        .isEqualTo("running Normalize on Score plugins: plugin \"A\" failed with: a bug");
  }

  @Test
  void inShortfalls_whereOnlyTheNumbersAreMissing() {
    Scripted throwing =
        plugin("A")
            .onFilter(node -> Status.unschedulable("x"))
            .onShortfalls(
                node -> {
                  throw bug();
                });
    Trial trial = new Trial(mode).nodes("a").filter(throwing);

    assertThat(trial.unfit(POD).message()).isEqualTo("0/1 nodes are available: 1 x.");
    DecisionRecord.Rejection rejection = trial.schedule(POD).record().rejections().getFirst();
    assertThat(rejection.examples()).singleElement().extracting("node").isEqualTo("a");
  }

  @Test
  void theNextAttempt_isNotTouchedByIt() {
    Scripted throwsOnce =
        plugin("A")
            .onPreFilter(
                (state, pod, view) -> {
                  throw bug();
                });
    Trial trial = new Trial(mode).nodes("a").preFilter(throwsOnce);
    assertThat(trial.schedule(POD)).isInstanceOf(ScheduleResult.Aborted.class);

    throwsOnce.onPreFilter(PreFilterResult.allNodes());

    assertThat(trial.selected(POD).nodeName()).isEqualTo("a");
  }

  private static RuntimeException bug() {
    return new Bug("a bug");
  }

  /** Has no stack, so that the log of a passing test stays short. */
  private static final class Bug extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Bug(@Nullable String message) {
      super(message, null, false, false);
    }
  }
}
