package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class PodAffinityTest {

  private static final LabelSelector WEB = LabelSelector.of(Map.of("app", "web"), List.of());

  private static PodInfo pod(String namespace, String app) {
    return PodInfo.builder(new PodKey(namespace, "p"))
        .labels(Labels.of(Map.of("app", app)))
        .build();
  }

  private static AffinityTerm broken(String key) {
    return AffinityTerm.of("zone", LabelSelector.of(Map.of(key, "v"), List.of()), Set.of("shop"));
  }

  @Nested
  class Terms {

    @Test
    void aTerm_meansPodsOfTheNamespacesThatItNames() {
      AffinityTerm term = AffinityTerm.of("zone", WEB, Set.of("shop", "bank"));

      assertThat(term.matches(pod("shop", "web"), Labels.EMPTY)).isTrue();
      assertThat(term.matches(pod("bank", "web"), Labels.EMPTY)).isTrue();
      assertThat(term.matches(pod("shop", "db"), Labels.EMPTY)).isFalse();
      assertThat(term.matches(pod("other", "web"), Labels.EMPTY)).isFalse();
      assertThat(term.needsNamespaceLabels()).isFalse();
    }

    @Test
    void aNamespaceSelector_addsNamespacesByTheirLabels() {
      LabelSelector teamA = LabelSelector.of(Map.of("team", "a"), List.of());
      AffinityTerm term = new AffinityTerm("zone", WEB, Set.of("shop"), teamA);
      Labels ofTeamA = Labels.of(Map.of("team", "a"));

      assertThat(term.matches(pod("other", "web"), ofTeamA)).isTrue();
      assertThat(term.matches(pod("other", "web"), Labels.EMPTY)).isFalse();
      assertThat(term.matches(pod("shop", "web"), Labels.EMPTY)).isTrue();
      assertThat(term.matches(pod("other", "db"), ofTeamA)).isFalse();
      assertThat(term.needsNamespaceLabels()).isTrue();
    }

    @Test
    void anEmptyNamespaceSelector_meansEveryNamespace() {
      AffinityTerm term = new AffinityTerm("zone", WEB, Set.of(), LabelSelector.EVERYTHING);

      assertThat(term.matches(pod("any", "web"), Labels.EMPTY)).isTrue();
      assertThat(term.needsNamespaceLabels()).isFalse();
    }

    @Test
    void anAbsentSelector_meansNoPod() {
      AffinityTerm term = AffinityTerm.of("zone", LabelSelector.NOTHING, Set.of("shop"));

      assertThat(term.matches(pod("shop", "web"), Labels.EMPTY)).isFalse();
    }
  }

  @Test
  void aTermThatDoesNotParse_emptiesItsListOnly() {
    AffinityTerm sound = AffinityTerm.of("zone", WEB, Set.of("shop"));
    PodAffinity affinity =
        PodAffinity.of(
            List.of(sound, broken("a b")),
            List.of(sound),
            List.of(new WeightedAffinityTerm(1, sound)),
            List.of());

    assertThat(affinity.required()).isEmpty();
    assertThat(affinity.requiredParses()).isFalse();
    assertThat(affinity.requiredAnti()).containsExactly(sound);
    assertThat(affinity.requiredAntiParses()).isTrue();
    assertThat(affinity.preferred()).hasSize(1);
    assertThat(affinity.parseError())
        .startsWith(
            "requiredAffinityTerms: key: Invalid value: \"a b\": name part must consist of");
  }

  @Test
  void errorsOfSeveralLists_areJoinedInTheOrderOfTheLists() {
    LabelSelector badNamespaces =
        LabelSelector.of(Map.of(), List.of(new LabelRequirement("team", "Near", List.of())));
    AffinityTerm brokenByNamespace = new AffinityTerm("zone", WEB, Set.of(), badNamespaces);
    PodAffinity affinity =
        PodAffinity.of(
            List.of(),
            List.of(brokenByNamespace),
            List.of(),
            List.of(new WeightedAffinityTerm(1, brokenByNamespace)));

    assertThat(affinity.parseError())
        .isEqualTo(
            "[requiredAntiAffinityTerms: \"Near\" is not a valid label selector operator,"
                + " preferredAntiAffinityTerms: \"Near\" is not a valid label selector operator]");
    assertThat(affinity.requiredParses()).isTrue();
    assertThat(affinity.requiredAntiParses()).isFalse();
    assertThat(affinity.prefers()).as("as written").isTrue();
    assertThat(affinity.isNone()).isFalse();
  }

  @Test
  void equalTerms_areEqual_andDifferentOnesAreNot() {
    List<AffinityTerm> terms = List.of(AffinityTerm.of("zone", WEB, Set.of("shop")));

    assertThat(PodAffinity.of(terms, List.of(), List.of(), List.of()))
        .isEqualTo(PodAffinity.of(terms, List.of(), List.of(), List.of()))
        .hasSameHashCodeAs(PodAffinity.of(terms, List.of(), List.of(), List.of()))
        .isNotEqualTo(PodAffinity.of(List.of(), terms, List.of(), List.of()))
        .isNotEqualTo(PodAffinity.NONE);
    assertThat(PodAffinity.of(List.of(), List.of(), List.of(), List.of()))
        .isSameAs(PodAffinity.NONE);
    assertThat(PodAffinity.of(List.of(broken("a b")), List.of(), List.of(), List.of()))
        .isNotEqualTo(PodAffinity.of(List.of(broken("c d")), List.of(), List.of(), List.of()))
        .isNotEqualTo(PodAffinity.NONE);
  }
}
