package dev.berth.plugins.interpodaffinity;

import static dev.berth.plugins.interpodaffinity.Terms.dislikes;
import static dev.berth.plugins.interpodaffinity.Terms.near;
import static dev.berth.plugins.interpodaffinity.Terms.pod;
import static dev.berth.plugins.interpodaffinity.Terms.prefers;
import static dev.berth.plugins.interpodaffinity.Terms.wants;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.config.InterPodAffinityArgs;
import dev.berth.framework.CycleState;
import dev.berth.framework.ScoreException;
import dev.berth.framework.Status;
import dev.berth.model.AffinityTerm;
import dev.berth.model.PodInfo;
import dev.berth.plugins.Bed;
import dev.berth.plugins.Make;
import dev.berth.plugins.TestView;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The preferred terms; the rules are those of plugins/interpodaffinity/scoring.go. */
final class AffinityScoreTest {

  private final Bed bed = new Bed();
  private final InterPodAffinity plugin = Terms.plugin(bed);

  @BeforeEach
  void nodes() {
    bed.node("a1", "zone=a", "host=a1").node("a2", "zone=a", "host=a2");
    bed.node("b1", "zone=b", "host=b1").node("bare", "host=bare");
  }

  private static Map<String, Long> want(long a1, long a2, long b1, long bare) {
    return Map.of("a1", a1, "a2", a2, "b1", b1, "bare", bare);
  }

  private Status preScore(InterPodAffinity asked, PodInfo pod) {
    TestView view = bed.view();
    return asked.preScore(CycleState.create(), pod, view, view);
  }

  @Test
  void everyPodThatAPreferredTermMeans_addsItsWeightToItsPlace() throws ScoreException {
    bed.placed("a1", 2, "app=db").placed("b1", 1, "app=db").placed("bare", 9, "app=db");
    PodInfo pod = pod("web").affinity(prefers(10, near("zone", "db"))).build();

    assertThat(bed.raw(plugin, pod)).isEqualTo(want(20, 20, 10, 0));
    assertThat(bed.normalised(plugin, pod)).isEqualTo(want(100, 100, 50, 0));
  }

  @Test
  void preferredAntiAffinity_takesItAway() throws ScoreException {
    bed.placed("a1", 1, "app=db").placed("b1", 2, "app=db");
    PodInfo pod = pod("web").affinity(dislikes(10, near("host", "db"))).build();

    assertThat(bed.raw(plugin, pod)).isEqualTo(want(-10, 0, -20, 0));
    assertThat(bed.normalised(plugin, pod)).isEqualTo(want(50, 100, 0, 100));
  }

  @Test
  void placesOfSeveralKeys_addUp() throws ScoreException {
    bed.placed("a1", Make.pod("fond").affinity(prefers(3, near("zone", "web"))));
    bed.placed("a2", Make.pod("shy").affinity(dislikes(5, near("host", "web"))));

    assertThat(bed.raw(plugin, pod("web").build())).isEqualTo(want(3, -2, 0, 0));
  }

  @Test
  void requiredAffinityOfPlacedPods_countsWithTheWeightOfTheProfile() throws ScoreException {
    bed.placed("b1", Make.pod("bound").affinity(wants(near("zone", "web"))));
    InterPodAffinity strong =
        new InterPodAffinity(new InterPodAffinityArgs(40, false), bed.listers());
    InterPodAffinity none = new InterPodAffinity(new InterPodAffinityArgs(0, false), bed.listers());

    assertThat(bed.raw(plugin, pod("web").build())).isEqualTo(want(0, 0, 1, 0));
    assertThat(bed.raw(strong, pod("web").build())).isEqualTo(want(0, 0, 40, 0));
    assertThat(preScore(none, pod("web").build())).isEqualTo(Status.skip());
  }

  @Test
  void preferredTermsOfPlacedPods_canBeIgnored_unlessThePodHasSomeItself() throws ScoreException {
    bed.placed(
        "a1",
        Make.pod("fond").labels(Make.labels("app=db")).affinity(prefers(3, near("zone", "web"))));
    InterPodAffinity ignoring =
        new InterPodAffinity(new InterPodAffinityArgs(1, true), bed.listers());
    PodInfo preferring = pod("web").affinity(prefers(10, near("host", "db"))).build();

    assertThat(preScore(ignoring, pod("web").build())).isEqualTo(Status.skip());
    assertThat(bed.raw(ignoring, preferring)).isEqualTo(want(13, 3, 0, 0));
  }

  @Test
  void termsThatMeanNobody_areNotScored() {
    bed.placed("a1", Make.pod("fond").affinity(prefers(3, near("zone", "db"))));

    assertThat(preScore(plugin, pod("web").build())).isEqualTo(Status.skip());
    assertThat(preScore(plugin, pod("web").affinity(prefers(1, near("zone", "none"))).build()))
        .isEqualTo(Status.skip());
  }

  @Test
  void sumsThatComeToNothing_areScored_andAllNodesGetNothing() throws ScoreException {
    bed.placed("a1", Make.pod("fond").affinity(prefers(3, near("zone", "web"))));
    bed.placed("a2", Make.pod("shy").affinity(dislikes(3, near("zone", "web"))));

    assertThat(preScore(plugin, pod("web").build())).isEqualTo(Status.success());
    assertThat(bed.normalised(plugin, pod("web").build())).isEqualTo(want(0, 0, 0, 0));
  }

  @Test
  void shares_areCutOff() throws ScoreException {
    bed.placed("a1", 3, "app=db").placed("b1", 1, "app=db").placed("bare", 2, "app=db");
    PodInfo pod = pod("web").affinity(prefers(1, near("host", "db"))).build();

    assertThat(bed.normalised(plugin, pod)).isEqualTo(want(100, 0, 33, 66));
  }

  @Test
  void aTermThatDoesNotParse_isAnError_andSoIsAScoreWithoutPreScore() {
    AffinityTerm broken = AffinityTerm.of("zone", Terms.BROKEN, Set.of("default"));

    Status status = preScore(plugin, pod("x").affinity(prefers(1, broken)).build());

    assertThat(status).isInstanceOf(Status.Error.class);
    assertThat(status.message())
        .startsWith("failed to parse pod: preferredAffinityTerms: key: Invalid value");
    assertThatThrownBy(
            () -> plugin.score(CycleState.create(), pod("x").build(), bed.view().node(0)))
        .isInstanceOf(ScoreException.class)
        .hasMessage("failed to read \"PreScoreInterPodAffinity\" from cycleState: not found");
  }
}
