package dev.berth.pipeline;

import static dev.berth.pipeline.Scripted.plugin;
import static dev.berth.pipeline.Trial.POD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.PreFilterResult;
import dev.berth.framework.Status;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Which plugins' events may wake a pod that fits nowhere. */
@ParameterizedClass
@EnumSource(EvaluationMode.class)
record PluginBlameTest(EvaluationMode mode) {

  @Test
  void everyPluginThatRejectedSomeNode_isToBlame_thoseThatOnlyPassedAreNot() {
    Diagnosis diagnosis =
        new Trial(mode)
            .nodes("a", "b")
            .filter(
                plugin("Passes"),
                plugin("A")
                    .onFilter(node -> rejectedIf(node.equals("a"), Status.unschedulable("x"))),
                plugin("B").onFilter(node -> rejectedIf(true, Status.unresolvable("y"))))
            .unfit(POD);

    assertThat(diagnosis.unschedulablePlugins()).containsExactlyInAnyOrder("A", "B");
    assertThat(diagnosis.pendingPlugins()).isEmpty();
  }

  @Test
  void aPluginThatRejectedOnlyWhereAnotherWasFirst_isNotToBlame() {
    Diagnosis diagnosis =
        new Trial(mode)
            .nodes("a")
            .filter(
                plugin("A").onFilter(node -> Status.unschedulable("x")),
                plugin("B").onFilter(node -> Status.unschedulable("y")))
            .unfit(POD);

    assertThat(diagnosis.unschedulablePlugins()).containsExactly("A");
  }

  @Test
  void aPendingPlugin_isToBlameAndPending() {
    Diagnosis diagnosis =
        new Trial(mode)
            .nodes("a", "b")
            .filter(
                plugin("A").onFilter(node -> rejectedIf(node.equals("a"), Status.pending("x"))),
                plugin("B").onFilter(node -> Status.unschedulable("y")))
            .unfit(POD);

    assertThat(diagnosis.unschedulablePlugins()).containsExactlyInAnyOrder("A", "B");
    assertThat(diagnosis.pendingPlugins()).containsExactly("A");
    assertThat(diagnosis.message()).isEqualTo("0/2 nodes are available: 1 x, 1 y.");
  }

  @Test
  void thePluginThatRejectsInPreFilter_isToBlame() {
    Diagnosis diagnosis =
        new Trial(mode)
            .nodes("a")
            .preFilter(
                plugin("A").onPreFilter(PreFilterResult.onlyNodes(Set.of("a"))),
                plugin("B").onPreFilter(PreFilterResult.failed(Status.unresolvable("y"))))
            .unfit(POD);

    // Unresolvable ends PreFilter before those that only narrowed can be counted.
    assertThat(diagnosis.unschedulablePlugins()).containsExactly("B");
  }

  @Test
  void thoseThatNarrowed_areToBlameToo_whenPreFilterRejectsPlainly() {
    Diagnosis diagnosis =
        new Trial(mode)
            .nodes("a")
            .preFilter(
                plugin("A").onPreFilter(PreFilterResult.onlyNodes(Set.of("a"))),
                plugin("B").onPreFilter(PreFilterResult.failed(Status.unschedulable("y"))))
            .unfit(POD);

    assertThat(diagnosis.unschedulablePlugins()).containsExactlyInAnyOrder("A", "B");
  }

  @Test
  void thoseThatNarrowed_areToBlame_whenTheNodesLeftAreRejected() {
    Diagnosis diagnosis =
        new Trial(mode)
            .nodes("a", "b")
            .preFilter(plugin("A").onPreFilter(PreFilterResult.onlyNodes(Set.of("a"))))
            .filter(plugin("B").onFilter(node -> Status.unschedulable("y")))
            .unfit(POD);

    assertThat(diagnosis.unschedulablePlugins()).containsExactlyInAnyOrder("A", "B");
  }

  @Test
  void thoseThatLeftNoNodeTogether_areToBlame() {
    Diagnosis diagnosis =
        new Trial(mode)
            .nodes("a", "b")
            .preFilter(
                plugin("A").onPreFilter(PreFilterResult.onlyNodes(Set.of("a"))),
                plugin("B").onPreFilter(PreFilterResult.onlyNodes(Set.of("b"))))
            .unfit(POD);

    assertThat(diagnosis.unschedulablePlugins()).containsExactlyInAnyOrder("A", "B");
  }

  private static Status rejectedIf(boolean condition, Status rejection) {
    return condition ? rejection : Status.success();
  }
}
