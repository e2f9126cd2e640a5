package dev.berth.plugins.interpodaffinity;

import static dev.berth.plugins.interpodaffinity.Terms.KEPT_AWAY;
import static dev.berth.plugins.interpodaffinity.Terms.NOT_NEAR;
import static dev.berth.plugins.interpodaffinity.Terms.TOO_NEAR;
import static dev.berth.plugins.interpodaffinity.Terms.avoids;
import static dev.berth.plugins.interpodaffinity.Terms.inNamespaces;
import static dev.berth.plugins.interpodaffinity.Terms.near;
import static dev.berth.plugins.interpodaffinity.Terms.pod;
import static dev.berth.plugins.interpodaffinity.Terms.prefers;
import static dev.berth.plugins.interpodaffinity.Terms.wants;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.ScoreException;
import dev.berth.model.AffinityTerm;
import dev.berth.model.ClusterObject;
import dev.berth.model.LabelSelector;
import dev.berth.model.Namespace;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.plugins.Bed;
import dev.berth.plugins.Make;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Terms that select namespaces by label. */
final class AffinityNamespacesTest {

  private static final LabelSelector TEAM_A = LabelSelector.of(Map.of("team", "a"), List.of());
  private static final String MISSING = "namespaces may not be listed";

  private final Bed bed = new Bed();
  private final InterPodAffinity plugin = Terms.plugin(bed);

  /** A pod of each of two namespaces, of teams a and b, in a zone of its own. */
  @BeforeEach
  void cluster() {
    bed.node("a", "zone=a").node("b", "zone=b");
    namespace("of-a", "team=a");
    namespace("of-b", "team=b");
    bed.placed("a", labelled("of-a", "app=db")).placed("b", labelled("of-b", "app=db"));
  }

  private void namespace(String name, String... labels) {
    bed.with(new Namespace(ObjectKey.ofCluster(name), Make.labels(labels)));
  }

  private static PodInfo.Builder labelled(String namespace, String label) {
    return PodInfo.builder(new PodKey(namespace, "p")).uid(namespace).labels(Make.labels(label));
  }

  private Map<String, String> verdicts(PodInfo pod) {
    return bed.verdicts(plugin, pod);
  }

  @Test
  void theSelectorOfANewPod_meansTheNamespacesOfNow() {
    PodInfo pod = pod("x").affinity(wants(inNamespaces(TEAM_A, "db"))).build();
    assertThat(verdicts(pod)).isEqualTo(Map.of("a", "", "b", NOT_NEAR));

    namespace("of-b", "team=a");
    assertThat(verdicts(pod)).isEqualTo(Map.of("a", "", "b", ""));

    bed.mirror().remove(ClusterObject.Kind.NAMESPACE, ObjectKey.ofCluster("of-a"));
    assertThat(verdicts(pod)).isEqualTo(Map.of("a", NOT_NEAR, "b", ""));
  }

  @Test
  void anEmptySelector_meansAllNamespaces_alsoUnknownOnes() {
    bed.mirror().remove(ClusterObject.Kind.NAMESPACE, ObjectKey.ofCluster("of-a"));
    PodInfo pod = pod("x").affinity(avoids(inNamespaces(LabelSelector.EVERYTHING, "db"))).build();

    assertThat(verdicts(pod)).isEqualTo(Map.of("a", TOO_NEAR, "b", TOO_NEAR));
  }

  @Test
  void aSelectorThatIsContentWithoutALabel_meansEveryNamespace_asUpstream() {
    PodInfo pod = pod("x").affinity(avoids(inNamespaces(Terms.without("team"), "db"))).build();

    assertThat(verdicts(pod)).isEqualTo(Map.of("a", TOO_NEAR, "b", TOO_NEAR));
  }

  @Test
  void theSelectorOfAPlacedPod_looksAtTheLabelsOfTheNewPodsNamespace() {
    bed.placed("a", Make.pod("alone").affinity(avoids(inNamespaces(TEAM_A, "web"))));

    assertThat(verdicts(labelled("of-a", "app=web").build()))
        .isEqualTo(Map.of("a", KEPT_AWAY, "b", ""));
    assertThat(verdicts(labelled("of-b", "app=web").build()))
        .containsExactly(Map.entry("*", "skip"));
    assertThat(verdicts(labelled("unknown", "app=web").build()))
        .containsExactly(Map.entry("*", "skip"));
  }

  @Test
  void theSelectorOfAPlacedPod_meansNamespacesWithoutTheLabelOnly() {
    bed.placed("a", Make.pod("alone").affinity(avoids(inNamespaces(Terms.without("team"), "web"))));

    assertThat(verdicts(labelled("of-a", "app=web").build()))
        .containsExactly(Map.entry("*", "skip"));
    assertThat(verdicts(labelled("unknown", "app=web").build()))
        .isEqualTo(Map.of("a", KEPT_AWAY, "b", ""));
  }

  @Test
  void whereNamespacesCannotBeRead_aPodThatSelectsThemByLabel_isRejectedWithTheReason() {
    bed.mirror().missing(ClusterObject.Kind.NAMESPACE, MISSING);
    String want = "a required term selects namespaces by label: " + MISSING;

    assertThat(verdicts(pod("x").affinity(wants(inNamespaces(TEAM_A, "db"))).build()))
        .containsExactly(Map.entry("*", want));
    assertThat(verdicts(pod("x").affinity(avoids(inNamespaces(TEAM_A, "db"))).build()))
        .containsExactly(Map.entry("*", want));

    bed.mirror().known(ClusterObject.Kind.NAMESPACE);
    assertThat(verdicts(pod("x").affinity(wants(inNamespaces(TEAM_A, "db"))).build()))
        .isEqualTo(Map.of("a", "", "b", NOT_NEAR));
  }

  @Test
  void whereNamespacesCannotBeRead_podsThatDoNotNeedThem_areDecidedAsEver() {
    bed.mirror().missing(ClusterObject.Kind.NAMESPACE, MISSING);
    bed.placed("b", Make.pod("db").labels(Make.labels("app=db")));
    AffinityTerm all = inNamespaces(LabelSelector.EVERYTHING, "db");

    assertThat(verdicts(pod("x").build())).containsExactly(Map.entry("*", "skip"));
    assertThat(verdicts(pod("x").affinity(wants(near("zone", "db"))).build()))
        .isEqualTo(Map.of("a", NOT_NEAR, "b", ""));
    assertThat(verdicts(pod("x").affinity(wants(all)).build()).values()).containsOnly("");
  }

  @Test
  void whereNamespacesCannotBeRead_aPlacedPodThatMayMeanThePod_isAReasonToo() {
    bed.placed("a", Make.pod("alone").affinity(avoids(inNamespaces(TEAM_A, "web"))));
    bed.mirror().missing(ClusterObject.Kind.NAMESPACE, MISSING);

    assertThat(verdicts(labelled("of-b", "app=web").build()))
        .containsExactly(
            Map.entry(
                "*",
                "required anti-affinity of pod default/alone selects namespaces by label, perhaps"
                    + " this pod's: "
                    + MISSING));
    assertThat(verdicts(labelled("of-b", "app=db").build()))
        .containsExactly(Map.entry("*", "skip"));
  }

  @Test
  void whereNamespacesCannotBeRead_preferredTermsMeanNamedNamespacesOnly() throws ScoreException {
    PodInfo pod = pod("x").affinity(prefers(5, inNamespaces(Terms.without("team"), "db"))).build();
    assertThat(bed.raw(plugin, pod)).isEqualTo(Map.of("a", 5L, "b", 5L));
    bed.placed("a", Make.pod("fond").affinity(prefers(7, inNamespaces(TEAM_A, "web"))));
    PodInfo web = labelled("of-a", "app=web").build();
    assertThat(bed.raw(plugin, web)).isEqualTo(Map.of("a", 7L, "b", 0L));

    bed.mirror().missing(ClusterObject.Kind.NAMESPACE, MISSING);

    bed.placed("b", Make.pod("near").affinity(prefers(1, near("zone", "x"))));
    assertThat(bed.raw(plugin, pod)).isEqualTo(Map.of("a", 0L, "b", 1L));
  }
}
