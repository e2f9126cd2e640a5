package dev.berth.pipeline;

import static dev.berth.pipeline.Scripted.plugin;
import static dev.berth.pipeline.Trial.POD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.CycleState;
import dev.berth.framework.PostFilterResult;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.Status;
import dev.berth.model.PodInfo;
import dev.berth.model.Refusal;
import dev.berth.plugins.Make;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** PostFilter plugins in order: who runs, what is said, what becomes of the nomination. */
@ParameterizedClass
@EnumSource(EvaluationMode.class)
record PostFilterStageTest(EvaluationMode mode) {

  private static final String HEAD = "0/1 nodes are available: 1 is full.";

  @Test
  void withoutPlugins_nothingIsAdded_andTheNominationIsCleared() {
    Diagnosis diagnosis = full().unfit(POD);

    assertThat(diagnosis.message()).isEqualTo(HEAD);
    assertThat(diagnosis.nomination()).isEmpty();
  }

  @Test
  void unschedulable_letsTheNextOneRun_andTheTextsAreJoined() {
    Diagnosis diagnosis =
        full()
            .postFilter(
                plugin("A").onPostFilter(PostFilterResult.of(Status.unschedulable("x", "y"))),
                plugin("B").onPostFilter(PostFilterResult.of(Status.pending("z"))))
            .unfit(POD);

    assertThat(diagnosis.message()).isEqualTo(HEAD + " x, y, z");
    assertThat(diagnosis.nomination()).as("nomination is left alone").isNull();
  }

  @Test
  void success_endsIt_dropsWhatWasSaid_andNominates() {
    Scripted last = plugin("C");
    Diagnosis diagnosis =
        full()
            .postFilter(
                plugin("A").onPostFilter(PostFilterResult.of(Status.unschedulable("x"))),
                plugin("B").onPostFilter(new PostFilterResult(Status.success(), "a")),
                last)
            .unfit(POD);

    assertThat(diagnosis.message()).isEqualTo(HEAD);
    assertThat(diagnosis.nomination()).isEqualTo("a");
    assertThat(last.asked).isEmpty();
  }

  @Test
  void unresolvable_endsIt_withItsTextAlone() {
    Scripted last = plugin("C");
    Diagnosis diagnosis =
        full()
            .postFilter(
                plugin("A").onPostFilter(PostFilterResult.of(Status.unschedulable("x"))),
                plugin("B").onPostFilter(new PostFilterResult(Status.unresolvable("never"), "")),
                last)
            .unfit(POD);

    assertThat(diagnosis.message()).isEqualTo(HEAD + " never");
    assertThat(diagnosis.nomination()).isEmpty();
    assertThat(last.asked).isEmpty();
  }

  @Test
  void error_endsIt_withItsText_andKeepsTheNomination() {
    Scripted last = plugin("C");
    Diagnosis diagnosis =
        full()
            .postFilter(
                plugin("A").onPostFilter(new PostFilterResult(Status.unschedulable("x"), "")),
                plugin("B").onPostFilter(new PostFilterResult(Status.error("not found"), "a")),
                last)
            .unfit(POD);

    assertThat(diagnosis.message()).isEqualTo(HEAD + " not found");
    assertThat(diagnosis.nomination()).isNull();
    assertThat(last.asked).isEmpty();
  }

  @Test
  void skip_isTakenForAnErrorWithoutText() {
    Scripted last = plugin("C");
    Diagnosis diagnosis =
        full()
            .postFilter(plugin("A").onPostFilter(PostFilterResult.of(Status.skip())), last)
            .unfit(POD);

    assertThat(diagnosis.message()).isEqualTo(HEAD);
    assertThat(last.asked).isEmpty();
  }

  @Test
  void ofSeveralRejections_theLastWordOnTheNominationStands() {
    Diagnosis diagnosis =
        full()
            .postFilter(
                plugin("A").onPostFilter(new PostFilterResult(Status.unschedulable("x"), "")),
                plugin("B").onPostFilter(new PostFilterResult(Status.unschedulable("y"), "a")),
                plugin("C").onPostFilter(PostFilterResult.of(Status.unschedulable("z"))))
            .unfit(POD);

    assertThat(diagnosis.nomination()).isEqualTo("a");
  }

  @Test
  void statuses_tellEachNodesRejection() {
    List<Status> seen = new ArrayList<>();
    new Trial(mode)
        .nodes("a", "b", "c")
        .preFilter(plugin("P").onPreFilter(PreFilterResult.onlyNodes(Set.of("a", "b"))))
        .filter(
            plugin("F")
                .onFilter(
                    node ->
                        node.equals("a") ? Status.unschedulable("x") : Status.unresolvable("y")))
        .postFilter(rememberingStatuses(seen))
        .unfit(POD);

    assertThat(seen)
        .containsExactly(
            Status.unschedulable("x").by("F"),
            Status.unresolvable("y").by("F"),
            Status.unresolvable("node(s) didn't satisfy plugin(s) [P]"));
  }

  @Test
  void afterPreFilterRejected_everyNodeHasThatStatus() {
    List<Status> seen = new ArrayList<>();
    new Trial(mode)
        .nodes("a", "b")
        .preFilter(plugin("P").onPreFilter(PreFilterResult.failed(Status.unschedulable("x"))))
        .postFilter(rememberingStatuses(seen))
        .unfit(POD);

    assertThat(seen)
        .containsExactly(Status.unschedulable("x").by("P"), Status.unschedulable("x").by("P"));
  }

  @Test
  void afterARefusal_everyNodeIsUnresolvable_soThatNobodyIsEvicted() {
    List<Status> seen = new ArrayList<>();
    PodInfo refused =
        Make.pod("p").refusals(List.of(new Refusal.UnknownField("spec.affinity.x"))).build();
    new Trial(mode).nodes("a").postFilter(rememberingStatuses(seen)).unfit(refused);

    assertThat(seen).singleElement().isInstanceOf(Status.UnschedulableAndUnresolvable.class);
  }

  @Test
  void aPluginMayRunTheFiltersAgain_withoutDisturbingTheStatuses() {
    List<Status> seen = new ArrayList<>();
    Trial trial = full();
    trial
        .postFilter(
            plugin("A")
                .onPostFilter(
                    (view, statuses) -> {
                      Status again =
                          trial
                              .pipeline()
                              .filters()
                              .filterWithNominatedPods(CycleState.create(), POD, view.node(0));
                      seen.add(again);
                      seen.add(statuses.of(0));
                      return PostFilterResult.of(Status.unschedulable("x"));
                    }))
        .unfit(POD);

    assertThat(seen)
        .containsExactly(
            Status.unschedulable("is full").by("F"), Status.unschedulable("is full").by("F"));
  }

  private static Scripted rememberingStatuses(List<Status> seen) {
    return plugin("R")
        .onPostFilter(
            (view, statuses) -> {
              for (int i = 0; i < view.nodeCount(); i++) {
                seen.add(statuses.of(i));
              }
              return PostFilterResult.of(Status.unschedulable());
            });
  }

  private Trial full() {
    return new Trial(mode)
        .nodes("a")
        .filter(plugin("F").onFilter(node -> Status.unschedulable("is full")));
  }
}
