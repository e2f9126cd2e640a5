package dev.berth.plugins.interpodaffinity;

import static dev.berth.plugins.interpodaffinity.Terms.KEPT_AWAY;
import static dev.berth.plugins.interpodaffinity.Terms.NOT_NEAR;
import static dev.berth.plugins.interpodaffinity.Terms.TOO_NEAR;
import static dev.berth.plugins.interpodaffinity.Terms.avoids;
import static dev.berth.plugins.interpodaffinity.Terms.near;
import static dev.berth.plugins.interpodaffinity.Terms.pod;
import static dev.berth.plugins.interpodaffinity.Terms.wants;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.CycleState;
import dev.berth.framework.Status;
import dev.berth.model.AffinityTerm;
import dev.berth.model.LabelSelector;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodAffinity;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.model.WeightedAffinityTerm;
import dev.berth.plugins.Bed;
import dev.berth.plugins.Make;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The required terms; the rules are those of plugins/interpodaffinity/filtering.go. */
final class AffinityFilterTest {

  private final Bed bed = new Bed();
  private final InterPodAffinity plugin = Terms.plugin(bed);

  /** Two nodes in zone a, one in zone b, one in none. */
  @BeforeEach
  void nodes() {
    bed.node("a1", "zone=a", "host=a1").node("a2", "zone=a", "host=a2");
    bed.node("b1", "zone=b", "host=b1").node("bare", "host=bare");
  }

  private Map<String, String> verdicts(PodInfo pod) {
    return bed.verdicts(plugin, pod);
  }

  private static Map<String, String> want(String a1, String a2, String b1, String bare) {
    return Map.of("a1", a1, "a2", a2, "b1", b1, "bare", bare);
  }

  @Test
  void affinity_keepsToThePlacesWhereSuchPodsAre() {
    bed.placed("a1", 1, "app=db");
    PodInfo web = pod("web").affinity(wants(near("zone", "db"))).build();

    assertThat(verdicts(web)).isEqualTo(want("", "", NOT_NEAR, NOT_NEAR));
  }

  @Test
  void severalAffinityTerms_wantOnePodThatTheyAllMean() {
    bed.placed("a1", 1, "app=db").placed("b1", 1, "app=db", "tier=x");
    AffinityTerm tier =
        AffinityTerm.of(
            "host", LabelSelector.of(Map.of("tier", "x"), List.of()), Set.of("default"));
    PodInfo web = pod("web").affinity(wants(near("zone", "db"), tier)).build();

    assertThat(verdicts(web)).isEqualTo(want(NOT_NEAR, NOT_NEAR, "", NOT_NEAR));
  }

  @Test
  void theFirstPodOfAGroup_mayGoWhereverTheKeysAre() {
    PodInfo first = pod("db").affinity(wants(near("zone", "db"))).build();
    PodInfo stranger = pod("web").affinity(wants(near("zone", "db"))).build();

    assertThat(verdicts(first)).isEqualTo(want("", "", "", NOT_NEAR));
    assertThat(verdicts(stranger)).isEqualTo(want(NOT_NEAR, NOT_NEAR, NOT_NEAR, NOT_NEAR));

    bed.placed("b1", 1, "app=db");
    assertThat(verdicts(first)).isEqualTo(want(NOT_NEAR, NOT_NEAR, "", NOT_NEAR));
  }

  @Test
  void aPodOnANodeWithoutTheKey_isNoReasonToRefuseTheFirst() {
    bed.placed("bare", 1, "app=db");

    assertThat(verdicts(pod("db").affinity(wants(near("zone", "db"))).build()))
        .isEqualTo(want("", "", "", NOT_NEAR));
  }

  @Test
  void antiAffinity_keepsAwayFromThePlacesWhereSuchPodsAre() {
    bed.placed("a1", 1, "app=web");
    PodInfo byZone = pod("web").affinity(avoids(near("zone", "web"))).build();
    PodInfo byHost = pod("web").affinity(avoids(near("host", "web"))).build();

    assertThat(verdicts(byZone)).isEqualTo(want(TOO_NEAR, TOO_NEAR, "", ""));
    assertThat(verdicts(byHost)).isEqualTo(want(TOO_NEAR, "", "", ""));
  }

  @Test
  void eachAntiAffinityTerm_keepsAwayForItself() {
    bed.placed("a1", 1, "app=web").placed("b1", 1, "app=db");
    PodInfo pod = pod("x").affinity(avoids(near("host", "web"), near("zone", "db"))).build();

    assertThat(verdicts(pod)).isEqualTo(want(TOO_NEAR, "", TOO_NEAR, ""));
  }

  @Test
  void antiAffinityOfPlacedPods_bindsOthersToo() {
    bed.placed("a1", Make.pod("alone").affinity(avoids(near("zone", "web"))));

    assertThat(verdicts(pod("web").build())).isEqualTo(want(KEPT_AWAY, KEPT_AWAY, "", ""));
    assertThat(verdicts(pod("db").build())).containsExactly(Map.entry("*", "skip"));
  }

  @Test
  void thePodsOwnRules_areNamedBeforeThoseOfOthers() {
    bed.placed(
        "a1",
        Make.pod("alone").labels(Make.labels("app=db")).affinity(avoids(near("zone", "web"))));
    PodAffinity both =
        PodAffinity.of(
            List.of(near("host", "db")), List.of(near("zone", "db")), List.of(), List.of());

    assertThat(verdicts(pod("web").affinity(both).build()))
        .isEqualTo(want(TOO_NEAR, NOT_NEAR, NOT_NEAR, NOT_NEAR));
    assertThat(verdicts(pod("web").affinity(wants(near("zone", "db"))).build()))
        .isEqualTo(want(KEPT_AWAY, KEPT_AWAY, NOT_NEAR, NOT_NEAR));
  }

  @Test
  void affinityCannotBeMetByPreemption_antiAffinityCan() {
    bed.placed(
        "a1",
        Make.pod("alone").labels(Make.labels("app=db")).affinity(avoids(near("zone", "web"))));
    CycleState state = CycleState.create();
    PodInfo wanting = pod("x").affinity(wants(near("zone", "none"))).build();
    plugin.preFilter(state, wanting, bed.view());
    assertThat(plugin.filter(state, wanting, bed.view().node(0)))
        .isEqualTo(Status.unresolvable(NOT_NEAR).by(InterPodAffinity.NAME));

    PodInfo avoiding = pod("x").affinity(avoids(near("zone", "db"))).build();
    CycleState second = CycleState.create();
    plugin.preFilter(second, avoiding, bed.view());
    assertThat(plugin.filter(second, avoiding, bed.view().node(0)))
        .isEqualTo(Status.unschedulable(TOO_NEAR).by(InterPodAffinity.NAME));

    CycleState third = CycleState.create();
    plugin.preFilter(third, pod("web").build(), bed.view());
    assertThat(plugin.filter(third, pod("web").build(), bed.view().node(0)))
        .isEqualTo(Status.unschedulable(KEPT_AWAY).by(InterPodAffinity.NAME));
  }

  @Test
  void podsOfOtherNamespaces_areNotMeant_unlessNamed() {
    bed.placed("a1", PodInfo.builder(new PodKey("other", "p")).labels(Make.labels("app=db")));
    AffinityTerm named = AffinityTerm.of("zone", Terms.app("db"), Set.of("other"));

    assertThat(verdicts(pod("x").affinity(wants(near("zone", "db"))).build()).values())
        .containsOnly(NOT_NEAR);
    assertThat(verdicts(pod("x").affinity(wants(named)).build()))
        .isEqualTo(want("", "", NOT_NEAR, NOT_NEAR));
  }

  @Test
  void podsThatAreBeingDeleted_stillCount() {
    bed.placed("a1", Make.pod("going").labels(Make.labels("app=web")).terminating(true));

    assertThat(verdicts(pod("x").affinity(avoids(near("zone", "web"))).build()))
        .isEqualTo(want(TOO_NEAR, TOO_NEAR, "", ""));
  }

  @Test
  void aTermThatDoesNotParse_rejectsThePod_alsoOneThatOnlyPrefers() {
    AffinityTerm broken = AffinityTerm.of("zone", Terms.BROKEN, Set.of("default"));
    PodAffinity preferring =
        PodAffinity.of(
            List.of(), List.of(), List.of(), List.of(new WeightedAffinityTerm(1, broken)));

    Status required =
        plugin
            .preFilter(CycleState.create(), pod("x").affinity(wants(broken)).build(), bed.view())
            .status();
    Status preferred =
        plugin
            .preFilter(CycleState.create(), pod("x").affinity(preferring).build(), bed.view())
            .status();

    assertThat(required).isInstanceOf(Status.UnschedulableAndUnresolvable.class);
    assertThat(required.message())
        .startsWith("parsing pod: requiredAffinityTerms: key: Invalid value: \"a b\"");
    assertThat(preferred).isInstanceOf(Status.UnschedulableAndUnresolvable.class);
    assertThat(preferred.message()).startsWith("parsing pod: preferredAntiAffinityTerms: key:");
  }

  @Test
  void aTermOfAPlacedPodThatDoesNotParse_keepsNobodyAway() {
    AffinityTerm broken = AffinityTerm.of("zone", Terms.BROKEN, Set.of("default"));
    bed.placed("a1", Make.pod("alone").affinity(avoids(near("zone", "web"), broken)));

    assertThat(verdicts(pod("web").build())).containsExactly(Map.entry("*", "skip"));
  }

  @Test
  void filterWithoutPreFilter_isAnError() {
    String want = "error reading \"PreFilterInterPodAffinity\" from cycleState: not found";
    NodeInfo node = bed.view().node(0);
    PodInfo pod = pod("x").build();

    assertThat(plugin.filter(CycleState.create(), pod, node)).isEqualTo(Status.error(want));
    assertThat(plugin.addPod(CycleState.create(), pod, pod, node)).isEqualTo(Status.error(want));
    assertThat(plugin.removePod(CycleState.create(), pod, pod, node)).isEqualTo(Status.error(want));
  }

  @Test
  void podsAddedAndRemovedInADryRun_countThereOnly_inAllThreeWays() {
    bed.placed("a1", 1, "app=db");
    PodAffinity both =
        PodAffinity.of(
            List.of(near("zone", "db")), List.of(near("host", "foe")), List.of(), List.of());
    PodInfo pod = pod("web").affinity(both).build();
    CycleState state = CycleState.create();
    plugin.preFilter(state, pod, bed.mirror().view());
    NodeInfo a2 = bed.view().node(1);
    NodeInfo b1 = bed.view().node(2);
    PodInfo db = Make.pod("db").labels(Make.labels("app=db")).build();
    PodInfo foe = Make.pod("foe").labels(Make.labels("app=foe")).build();
    PodInfo alone = Make.pod("alone").affinity(avoids(near("zone", "web"))).build();

    CycleState fork = state.fork();
    plugin.addPod(fork, pod, db, b1);
    assertThat(plugin.filter(fork, pod, b1).isSuccess()).isTrue();
    assertThat(plugin.filter(state, pod, b1).message()).isEqualTo(NOT_NEAR);
    plugin.addPod(fork, pod, foe, b1);
    assertThat(plugin.filter(fork, pod, b1).message()).isEqualTo(TOO_NEAR);
    plugin.removePod(fork, pod, foe, b1);
    assertThat(plugin.filter(fork, pod, b1).isSuccess()).isTrue();
    plugin.addPod(fork, pod, alone, a2);
    assertThat(plugin.filter(fork, pod, a2).message()).isEqualTo(KEPT_AWAY);
    plugin.removePod(fork, pod, alone, a2);
    assertThat(plugin.filter(fork, pod, a2).isSuccess()).isTrue();
  }

  @Test
  void aGroupThatADryRunEmpties_hasItsFirstPodAgain() {
    bed.placed("a1", 1, "app=db");
    PodInfo pod = pod("db").affinity(wants(near("zone", "db"))).build();
    CycleState state = CycleState.create();
    plugin.preFilter(state, pod, bed.mirror().view());
    NodeInfo a1 = bed.view().node(0);
    NodeInfo b1 = bed.view().node(2);

    assertThat(plugin.filter(state, pod, b1).message()).isEqualTo(NOT_NEAR);
    plugin.removePod(state, pod, a1.pods().getFirst(), a1);

    assertThat(plugin.filter(state, pod, b1).isSuccess()).isTrue();
  }
}
