package dev.berth.plugins.podtopologyspread;

import static dev.berth.plugins.podtopologyspread.Constrained.NO_LABEL;
import static dev.berth.plugins.podtopologyspread.Constrained.TOO_FULL;
import static dev.berth.plugins.podtopologyspread.Constrained.WEB;
import static dev.berth.plugins.podtopologyspread.Constrained.hard;
import static dev.berth.plugins.podtopologyspread.Constrained.over;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.CycleState;
import dev.berth.framework.Status;
import dev.berth.model.LabelSelector;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.model.RequiredNodes;
import dev.berth.model.SpreadConstraint;
import dev.berth.model.SpreadConstraint.NodePolicy;
import dev.berth.model.TopologySpread;
import dev.berth.plugins.Bed;
import dev.berth.plugins.Make;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The required constraints; the rules are those of plugins/podtopologyspread/filtering.go. */
final class SpreadFilterTest {

  private final Bed bed = new Bed();
  private final PodTopologySpread plugin = Constrained.plugin(bed);

  /** Two nodes in zone a, one in each of b and c. */
  private void threeZones() {
    bed.node("a1", "zone=a").node("a2", "zone=a").node("b1", "zone=b").node("c1", "zone=c");
  }

  private Map<String, String> verdicts(PodInfo pod) {
    return bed.verdicts(plugin, pod);
  }

  @Test
  void theEmptiestZone_setsTheMeasure() {
    threeZones();
    bed.placed("a1", 1, "app=web").placed("a2", 1, "app=web").placed("b1", 1, "app=web");

    assertThat(verdicts(hard(over("zone", 1))))
        .isEqualTo(Map.of("a1", TOO_FULL, "a2", TOO_FULL, "b1", TOO_FULL, "c1", ""));
    assertThat(verdicts(hard(over("zone", 2))))
        .isEqualTo(Map.of("a1", TOO_FULL, "a2", TOO_FULL, "b1", "", "c1", ""));
    assertThat(verdicts(hard(over("zone", 3))).values()).containsOnly("");
  }

  @Test
  void aPodThatItsOwnConstraintDoesNotCount_addsNothing() {
    threeZones();
    bed.placed("a1", 1, "app=web");
    PodInfo stranger = hard(over("zone", 1)).toBuilder().labels(Make.labels("app=db")).build();

    assertThat(verdicts(stranger).values()).containsOnly("");
    assertThat(verdicts(hard(over("zone", 1))))
        .isEqualTo(Map.of("a1", TOO_FULL, "a2", TOO_FULL, "b1", "", "c1", ""));
  }

  @Test
  void podsOfOtherNamespaces_podsThatGo_andPodsOfOthers_doNotCount() {
    bed.node("a", "zone=a").node("b", "zone=b");
    bed.placed("a", PodInfo.builder(new PodKey("other", "p")).labels(Make.labels("app=web")));
    bed.placed("a", Make.pod("going").labels(Make.labels("app=web")).terminating(true));
    bed.placed("a", 3, "app=db");

    assertThat(verdicts(hard(over("zone", 1))).values()).containsOnly("");
  }

  @Test
  void aNodeWithoutTheLabel_isRejectedForGood_andIsNoDomain() {
    bed.node("a", "zone=a").node("b", "zone=b").node("bare");
    bed.placed("a", 2, "app=web").placed("b", 1, "app=web").placed("bare", 5, "app=web");
    CycleState state = CycleState.create();
    PodInfo pod = hard(over("zone", 1));

    assertThat(verdicts(pod)).isEqualTo(Map.of("a", TOO_FULL, "b", "", "bare", NO_LABEL));
    assertThat(plugin.preFilter(state, pod, bed.view()).status()).isEqualTo(Status.success());
    assertThat(plugin.filter(state, pod, bed.view().node(2)))
        .isEqualTo(Status.unresolvable(NO_LABEL).by(PodTopologySpread.NAME));
    assertThat(plugin.filter(state, pod, bed.view().node(0)))
        .isEqualTo(Status.unschedulable(TOO_FULL).by(PodTopologySpread.NAME));
  }

  @Test
  void aNodeThatLacksTheLabelOfOneConstraint_countsForNone() {
    bed.node("a", "zone=a", "host=a").node("b", "zone=b", "host=b").node("c", "zone=c");
    bed.placed("a", 1, "app=web").placed("b", 1, "app=web");

    assertThat(verdicts(hard(over("zone", 1), over("host", 9))))
        .as("zone c is no domain, so one pod is the fewest")
        .isEqualTo(Map.of("a", "", "b", "", "c", NO_LABEL));
    assertThat(verdicts(hard(over("zone", 1))))
        .isEqualTo(Map.of("a", TOO_FULL, "b", TOO_FULL, "c", ""));
  }

  @Test
  void everyConstraint_hasToHold() {
    bed.node("a1", "zone=a", "host=a1").node("a2", "zone=a", "host=a2");
    bed.node("b1", "zone=b", "host=b1");
    bed.placed("a1", 1, "app=web").placed("b1", 1, "app=web");

    assertThat(verdicts(hard(over("zone", 1), over("host", 1))))
        .isEqualTo(Map.of("a1", TOO_FULL, "a2", "", "b1", TOO_FULL));
  }

  @Test
  void withTooFewDomains_theFewestCountAsNone() {
    bed.node("a", "zone=a").node("b", "zone=b");
    bed.placed("a", 1, "app=web").placed("b", 1, "app=web");

    assertThat(verdicts(hard(withMinDomains(2))).values()).containsOnly("");
    assertThat(verdicts(hard(withMinDomains(3))).values()).containsOnly(TOO_FULL);
  }

  private static SpreadConstraint withMinDomains(int minDomains) {
    return new SpreadConstraint("zone", 1, minDomains, WEB, NodePolicy.HONOR, NodePolicy.IGNORE);
  }

  @Test
  void aZoneThatThePodCannotUse_isNoDomain_unlessItsAffinityIsToBeIgnored() {
    bed.node("a", "zone=a", "disk=ssd").node("b", "zone=b", "disk=ssd").node("c", "zone=c");
    bed.placed("a", 1, "app=web").placed("b", 1, "app=web");
    PodInfo wantsSsd =
        hard(over("zone", 1)).toBuilder()
            .requiredNodes(RequiredNodes.of(Map.of("disk", "ssd"), null))
            .build();
    PodInfo ignoring =
        wantsSsd.toBuilder()
            .topologySpread(
                TopologySpread.of(
                    List.of(
                        new SpreadConstraint(
                            "zone", 1, 1, WEB, NodePolicy.IGNORE, NodePolicy.IGNORE)),
                    List.of()))
            .build();

    assertThat(verdicts(wantsSsd)).containsEntry("a", "").containsEntry("b", "");
    assertThat(verdicts(ignoring)).containsEntry("a", TOO_FULL).containsEntry("b", TOO_FULL);
  }

  @Test
  void aTaintedZone_isADomain_unlessTaintsAreToBeHonoured() {
    bed.node("a", "zone=a");
    bed.mirror()
        .putNode(
            Make.node("t")
                .labels(Make.labels("zone=t"))
                .taints(List.of(Make.taint("k=v:NoSchedule")))
                .build());
    bed.placed("a", 1, "app=web");
    SpreadConstraint honouring =
        new SpreadConstraint("zone", 1, 1, WEB, NodePolicy.HONOR, NodePolicy.HONOR);
    PodInfo tolerant =
        hard(honouring).toBuilder()
            .tolerations(Make.tolerations(Make.tolerates("k", "NoSchedule")))
            .build();

    assertThat(verdicts(hard(over("zone", 1)))).containsEntry("a", TOO_FULL);
    assertThat(verdicts(hard(honouring))).containsEntry("a", "");
    assertThat(verdicts(tolerant)).containsEntry("a", TOO_FULL);
  }

  @Test
  void aSelectorForEverything_countsNoPlacedPod_butThePodItself() {
    bed.node("a", "zone=a").node("b", "zone=b");
    bed.placed("a", 5, "app=web");

    PodInfo pod = hard(SpreadConstraint.of("zone", 1, LabelSelector.EVERYTHING));
    assertThat(verdicts(pod).values()).containsOnly("");
    PodInfo noSkew = hard(SpreadConstraint.of("zone", 0, LabelSelector.EVERYTHING));
    assertThat(verdicts(noSkew).values()).containsOnly(TOO_FULL);
  }

  @Test
  void anAbsentSelector_countsNothing() {
    bed.node("a", "zone=a");
    bed.placed("a", 5, "app=web");

    assertThat(verdicts(hard(SpreadConstraint.of("zone", 0, LabelSelector.NOTHING))).values())
        .containsOnly("");
  }

  @Test
  void aPodWithoutRequiredConstraints_isLeftToOthers() {
    bed.node("a", "zone=a");

    assertThat(verdicts(Constrained.web().build())).containsExactly(Map.entry("*", "skip"));
    assertThat(verdicts(Constrained.soft(over("zone", 1)))).containsExactly(Map.entry("*", "skip"));
  }

  @Test
  void aSelectorThatDoesNotParse_isAnError() {
    bed.node("a", "zone=a");
    LabelSelector broken = LabelSelector.of(Map.of("a b", "v"), List.of());
    PodInfo pod = hard(SpreadConstraint.of("zone", 1, broken));

    Status status = plugin.preFilter(CycleState.create(), pod, bed.view()).status();

    assertThat(status).isInstanceOf(Status.Error.class);
    assertThat(status.message())
        .startsWith(
            "get constraints from pod: obtaining pod's hard topology spread constraints: key:"
                + " Invalid value: \"a b\"");
  }

  @Test
  void filterWithoutPreFilter_isAnError() {
    bed.node("a", "zone=a");
    String want = "reading \"PreFilterPodTopologySpread\" from cycleState: not found";
    PodInfo pod = hard(over("zone", 1));
    NodeInfo node = bed.view().node(0);

    assertThat(plugin.filter(CycleState.create(), pod, node)).isEqualTo(Status.error(want));
    assertThat(plugin.addPod(CycleState.create(), pod, pod, node)).isEqualTo(Status.error(want));
    assertThat(plugin.removePod(CycleState.create(), pod, pod, node)).isEqualTo(Status.error(want));
  }

  @Test
  void podsAddedAndRemovedInADryRun_countThereOnly() {
    threeZones();
    PodInfo pod = hard(over("zone", 1));
    CycleState state = CycleState.create();
    plugin.preFilter(state, pod, bed.mirror().view());
    CycleState fork = state.fork();
    NodeInfo a1 = bed.view().node(0);
    PodInfo other = Make.pod("other").labels(Make.labels("app=web")).build();

    assertThat(plugin.addPod(fork, pod, other, a1)).isEqualTo(Status.success());
    assertThat(plugin.filter(fork, pod, a1).message()).isEqualTo(TOO_FULL);
    assertThat(plugin.filter(state, pod, a1)).isEqualTo(Status.success());

    assertThat(plugin.removePod(fork, pod, other, a1)).isEqualTo(Status.success());
    assertThat(plugin.filter(fork, pod, a1)).isEqualTo(Status.success());
  }

  @Test
  void podsThatWouldNotCount_changeNothingInADryRun() {
    bed.node("a", "zone=a").node("b", "zone=b").node("bare");
    PodInfo pod = hard(over("zone", 1));
    CycleState state = CycleState.create();
    plugin.preFilter(state, pod, bed.mirror().view());
    NodeInfo a = bed.view().node(0);
    PodInfo db = Make.pod("db").labels(Make.labels("app=db")).build();
    PodInfo elsewhere =
        PodInfo.builder(new PodKey("other", "p")).labels(Make.labels("app=web")).build();
    PodInfo web = Make.pod("web").labels(Make.labels("app=web")).build();

    plugin.addPod(state, pod, db, a);
    plugin.addPod(state, pod, elsewhere, a);
    plugin.addPod(state, pod, web, bed.view().node(2));

    assertThat(plugin.filter(state, pod, a)).isEqualTo(Status.success());
  }

  @Test
  void inADryRun_onlyTwoDomainsAreRemembered() {
    CriticalPaths paths = new CriticalPaths();
    assertThat(paths.fewest()).isEqualTo(Integer.MAX_VALUE);
    paths.update("a", 1);
    paths.update("b", 2);
    paths.update("c", 2);
    assertThat(paths.fewest()).isEqualTo(1);

    paths.update("a", 3);
    assertThat(paths.fewest()).as("b").isEqualTo(2);
    paths.update("b", 4);
    assertThat(paths.fewest()).as("a, because c was never kept").isEqualTo(3);
    paths.update("c", 2);
    assertThat(paths.fewest()).as("c, once it is heard of").isEqualTo(2);
  }
}
