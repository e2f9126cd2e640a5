package dev.berth.sandbox.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class StoryTest {

  @Test
  void beginning_hasWhatToPaste() {
    assertThat(Story.beginning(Situations.usual()))
        .contains(
            "  export KUBECONFIG=/tmp/berth-sandbox-8213/kubeconfig",
            "  kubectl run mine --image=nginx");
  }

  @Test
  void nothingNew_isNoLine() {
    assertThat(Story.between(Situations.usual(), Situations.usual())).isEmpty();
  }

  @Test
  void fewDecisions_areToldOldestFirst() {
    Situation now = Situations.of(List.of(), Situations.decisions(4, "p-"), List.of());
    assertThat(Story.between(Situation.NOTHING, now))
        .containsExactly(
            "00:00  p-1 -> gpu-1 (1 of 8 nodes fit, 0.42 ms)",
            "00:00  p-2 could not be placed: the API server does not answer (0.84 ms)",
            "00:00  p-3 -> small-3 (score 290, 6 of 8 nodes fit, 1.26 ms)",
            "00:00  p-4 -> small-4 (score 291, 6 of 8 nodes fit, 1.68 ms)",
            "01:07  bound 44, pending 1, unschedulable 2, gated 1");
  }

  @Test
  void manyDecisions_areCounted() {
    Situation now = Situations.of(List.of(), Situations.decisions(40, "p-"), List.of());
    assertThat(Story.between(Situation.NOTHING, now))
        .containsExactly(
            "01:07  40 decisions", "01:07  bound 44, pending 1, unschedulable 2, gated 1");
  }

  @Test
  void end_saysHowItStands_andWhoWaits() {
    assertThat(Story.end(Situations.usual()))
        .startsWith(
            "bound 44, pending 1, unschedulable 2, gated 1 on 8 nodes in 67.0 s; 30 decisions, p50"
                + " 0.42 ms, p99 1.90 ms",
            "  too-big: 7 Insufficient cpu, 1 node(s) had untolerated taint(s)")
        .contains("  report: gated by example.com/approval");
  }
}
