package dev.berth.plugins.podtopologyspread;

import static dev.berth.plugins.podtopologyspread.Constrained.WEB;
import static dev.berth.plugins.podtopologyspread.Constrained.over;
import static dev.berth.plugins.podtopologyspread.Constrained.soft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.framework.CycleState;
import dev.berth.framework.ScoreException;
import dev.berth.framework.Status;
import dev.berth.model.LabelSelector;
import dev.berth.model.PodInfo;
import dev.berth.model.SpreadConstraint;
import dev.berth.model.SpreadConstraint.NodePolicy;
import dev.berth.plugins.Bed;
import dev.berth.plugins.Make;
import dev.berth.plugins.TestView;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The preferred constraints; the rules are those of plugins/podtopologyspread/scoring.go. */
final class SpreadScoreTest {

  private static final String HOST = "kubernetes.io/hostname";

  private final Bed bed = new Bed();
  private final PodTopologySpread plugin = Constrained.plugin(bed);

  @Test
  void fewerPodsInTheZone_scoreHigher() throws ScoreException {
    bed.node("a1", "zone=a").node("a2", "zone=a").node("b1", "zone=b").node("c1", "zone=c");
    bed.placed("a1", 2, "app=web").placed("a2", 1, "app=web").placed("b1", 1, "app=web");

    // ln(3 zones + 2) = 1.609 a pod, and maxSkew - 1 = 1 on top
    assertThat(bed.raw(plugin, soft(over("zone", 2))))
        .isEqualTo(Map.of("a1", 6L, "a2", 6L, "b1", 3L, "c1", 1L));
    // 100 * (6 + 1 - raw) / 6
    assertThat(bed.normalised(plugin, soft(over("zone", 2))))
        .isEqualTo(Map.of("a1", 16L, "a2", 16L, "b1", 66L, "c1", 100L));
  }

  @Test
  void hosts_areCountedOneByOne_andWeighByTheNumberOfNodes() throws ScoreException {
    bed.node("a", HOST + "=a").node("b", HOST + "=b");
    bed.placed("a", 3, "app=web");

    // 3 * ln(2 nodes + 2) = 4.159
    assertThat(bed.raw(plugin, soft(over(HOST, 1)))).isEqualTo(Map.of("a", 4L, "b", 0L));
  }

  @Test
  void aNodeThatLacksALabel_getsNothing_andIsNoMeasure() throws ScoreException {
    bed.node("a", "zone=a", HOST + "=a").node("b", "zone=b", HOST + "=b").node("bare", "zone=c");
    bed.placed("a", 2, "app=web").placed("b", 1, "app=web");
    PodInfo pod = soft(over("zone", 1), over(HOST, 1));

    assertThat(bed.normalised(plugin, pod)).isEqualTo(Map.of("a", 50L, "b", 100L, "bare", 0L));
  }

  @Test
  void wherePodsAreNowhere_allNodesAreAsGood() throws ScoreException {
    bed.node("a", "zone=a").node("b", "zone=b");

    assertThat(bed.normalised(plugin, soft(over("zone", 1))).values()).containsOnly(100L);
  }

  @Test
  void podsOnNodesThatAreNotFeasible_countIfTheZoneIs() throws ScoreException {
    bed.node("a1", "zone=a").node("b1", "zone=b").node("a2", "zone=a").node("c1", "zone=c");
    bed.placed("a2", 4, "app=web").placed("c1", 4, "app=web");
    PodInfo pod = soft(over("zone", 1));
    TestView all = bed.view();
    TestView feasible = new TestView(all.nodes().subList(0, 2));
    CycleState state = CycleState.create();

    assertThat(plugin.preScore(state, pod, all, feasible)).isEqualTo(Status.success());
    // 4 * ln(2 zones + 2) = 5.545
    assertThat(plugin.score(state, pod, all.node(0))).isEqualTo(6);
    assertThat(plugin.score(state, pod, all.node(1))).isZero();
  }

  @Test
  void nodesThatThePoliciesLeaveOut_doNotCount() throws ScoreException {
    bed.node("a1", "zone=a").node("b1", "zone=b");
    bed.mirror()
        .putNode(
            Make.node("a2")
                .labels(Make.labels("zone=a"))
                .taints(List.of(Make.taint("k=v:NoExecute")))
                .build());
    bed.placed("a2", 3, "app=web");
    SpreadConstraint honouring =
        new SpreadConstraint("zone", 1, 1, WEB, NodePolicy.HONOR, NodePolicy.HONOR);

    assertThat(bed.raw(plugin, soft(honouring))).containsEntry("a1", 0L);
    assertThat(bed.raw(plugin, soft(over("zone", 1)))).containsEntry("a1", 4L);
  }

  @Test
  void aMaxSkewThatNoServerAllows_isCountedAsUpstream() throws ScoreException {
    bed.node("a", "zone=a");
    assertThat(bed.raw(plugin, soft(over("zone", 0)))).containsEntry("a", -1L);
  }

  @Test
  void aPodWithoutPreferredConstraints_isNotScored() {
    bed.node("a", "zone=a");
    TestView view = bed.view();

    assertThat(plugin.preScore(CycleState.create(), Constrained.web().build(), view, view))
        .isEqualTo(Status.skip());
    assertThat(plugin.preScore(CycleState.create(), Constrained.hard(over("zone", 1)), view, view))
        .isEqualTo(Status.skip());
  }

  @Test
  void aSelectorThatDoesNotParse_isAnError_andSoIsAScoreWithoutPreScore() {
    bed.node("a", "zone=a");
    TestView view = bed.view();
    LabelSelector broken = LabelSelector.of(Map.of("a b", "v"), List.of());
    PodInfo pod = soft(SpreadConstraint.of("zone", 1, broken));

    Status status = plugin.preScore(CycleState.create(), pod, view, view);

    assertThat(status).isInstanceOf(Status.Error.class);
    assertThat(status.message())
        .startsWith(
            "calculating preScoreState: obtaining pod's soft topology spread constraints: key:");
    assertThatThrownBy(() -> plugin.score(CycleState.create(), pod, view.node(0)))
        .isInstanceOf(ScoreException.class)
        .hasMessage("error reading \"PreScorePodTopologySpread\" from cycleState: not found");
  }
}
