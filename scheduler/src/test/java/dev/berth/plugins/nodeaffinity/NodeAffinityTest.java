package dev.berth.plugins.nodeaffinity;

import static dev.berth.plugins.Make.anyOf;
import static dev.berth.plugins.Make.fields;
import static dev.berth.plugins.Make.labels;
import static dev.berth.plugins.Make.node;
import static dev.berth.plugins.Make.requirement;
import static dev.berth.plugins.Make.term;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.config.NodeAffinityArgs;
import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.CycleState;
import dev.berth.framework.EventResource;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.QueueingHint;
import dev.berth.framework.ScoreException;
import dev.berth.framework.Status;
import dev.berth.model.Node;
import dev.berth.model.NodeSelector;
import dev.berth.model.NodeSelectorTerm;
import dev.berth.model.PodInfo;
import dev.berth.model.PreferredNodeTerm;
import dev.berth.model.PreferredNodes;
import dev.berth.model.RequiredNodes;
import dev.berth.plugins.Hints;
import dev.berth.plugins.Make;
import dev.berth.plugins.TestScores;
import dev.berth.plugins.TestView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class NodeAffinityTest {

  private static final Status WANT_NOT_OF_POD =
      Status.unresolvable("node(s) didn't match Pod's node affinity/selector").by("NodeAffinity");
  private static final Status WANT_NOT_OF_PROFILE =
      Status.unresolvable("node(s) didn't match scheduler-enforced node affinity")
          .by("NodeAffinity");
  private static final ClusterEvent LABEL_CHANGE =
      ClusterEvent.of(EventResource.NODE, ActionType.UPDATE_NODE_LABEL);

  private static final NodeSelectorTerm ZONE_A = term(requirement("zone", "In", "a"));
  private static final NodeSelectorTerm SSD = term(requirement("disk", "In", "ssd"));
  private static final NodeSelectorTerm BROKEN = term(requirement("zone", "In", "-1"));

  private final NodeAffinity plugin = new NodeAffinity(new NodeAffinityArgs(null, List.of()));
  private final NodeAffinity onlyZoneA =
      new NodeAffinity(new NodeAffinityArgs(anyOf(ZONE_A), List.of()));

  record PreFilterCase(String title, NodeSelector terms, PreFilterResult want) {
    @Override
    public String toString() {
      return title;
    }
  }

  private static PreFilterCase narrowed(
      String title, PreFilterResult want, NodeSelectorTerm... terms) {
    return new PreFilterCase(title, anyOf(terms), want);
  }

  static Stream<PreFilterCase> preFilterCases() {
    NodeSelectorTerm n1 = fields(requirement("metadata.name", "In", "n1"));
    NodeSelectorTerm n2 = fields(requirement("metadata.name", "In", "n2"));
    NodeSelectorTerm both =
        fields(
            requirement("metadata.name", "In", "n1", "n2"),
            requirement("metadata.name", "In", "n2", "n3"));
    NodeSelectorTerm contradiction =
        fields(requirement("metadata.name", "In", "n1"), requirement("metadata.name", "In", "n2"));
    PreFilterResult conflict =
        PreFilterResult.failed(
            Status.unresolvable("pod affinity terms conflict").by("NodeAffinity"));
    return Stream.of(
        narrowed("a name narrows to its node", PreFilterResult.onlyNodes(Set.of("n1")), n1),
        narrowed("names of terms add up", PreFilterResult.onlyNodes(Set.of("n1", "n2")), n1, n2),
        narrowed(
            "names within a term are intersected", PreFilterResult.onlyNodes(Set.of("n2")), both),
        narrowed("a term that contradicts itself rejects", conflict, contradiction),
        narrowed(
            "another term makes up for a contradiction",
            PreFilterResult.onlyNodes(Set.of("n1")),
            contradiction,
            n1),
        narrowed("a term without a name leaves all nodes", PreFilterResult.allNodes(), n1, ZONE_A),
        narrowed("an empty term leaves all nodes", PreFilterResult.allNodes(), n1, term()),
        narrowed(
            "NotIn names nothing",
            PreFilterResult.allNodes(),
            fields(requirement("metadata.name", "NotIn", "n1"))),
        narrowed(
            "In without values names no node",
            conflict,
            fields(requirement("metadata.name", "In"))),
        narrowed("no terms leave all nodes", PreFilterResult.allNodes()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("preFilterCases")
  void preFilter(PreFilterCase c) {
    assertThat(preFilter(plugin, requiring("p", c.terms))).isEqualTo(c.want);
  }

  @Test
  void podThatWantsNothing_skipsTheFilter() {
    assertThat(preFilter(plugin, Make.pod("p").build())).isEqualTo(PreFilterResult.skip());
  }

  @Test
  void podThatWantsNothing_isFiltered_whenTheProfileDoes() {
    assertThat(preFilter(onlyZoneA, Make.pod("p").build())).isEqualTo(PreFilterResult.allNodes());
  }

  @Test
  void podWithANodeSelectorOnly_isFilteredOnAllNodes() {
    assertThat(preFilter(plugin, selecting("p", Map.of("zone", "a"))))
        .isEqualTo(PreFilterResult.allNodes());
  }

  @Test
  void nodeSelector_andTerms_mustBothMatch() {
    PodInfo pod =
        Make.pod("p").requiredNodes(RequiredNodes.of(Map.of("zone", "a"), anyOf(SSD))).build();

    assertThat(filter(plugin, pod, "zone=a", "disk=ssd")).isEqualTo(Status.success());
    assertThat(filter(plugin, pod, "zone=b", "disk=ssd")).isEqualTo(WANT_NOT_OF_POD);
    assertThat(filter(plugin, pod, "zone=a", "disk=hdd")).isEqualTo(WANT_NOT_OF_POD);
  }

  @Test
  void oneOfSeveralTerms_isEnough_alsoBesideOneThatDoesNotParse() {
    PodInfo pod = requiring("p", anyOf(BROKEN, SSD));

    assertThat(filter(plugin, pod, "disk=ssd")).isEqualTo(Status.success());
    assertThat(filter(plugin, pod, "zone=-1")).isEqualTo(WANT_NOT_OF_POD);
  }

  @Test
  void requiredWithoutTerms_matchesNothing() {
    assertThat(filter(plugin, requiring("p", anyOf()), "zone=a")).isEqualTo(WANT_NOT_OF_POD);
  }

  @Test
  void profilesAffinity_isLookedAtFirst() {
    PodInfo pod = requiring("p", anyOf(SSD));

    assertThat(filter(onlyZoneA, pod, "zone=b", "disk=hdd")).isEqualTo(WANT_NOT_OF_PROFILE);
    assertThat(filter(onlyZoneA, pod, "zone=a", "disk=hdd")).isEqualTo(WANT_NOT_OF_POD);
    assertThat(filter(onlyZoneA, pod, "zone=a", "disk=ssd")).isEqualTo(Status.success());
  }

  @Test
  void score_addsTheWeightsOfMatchingTerms_thePodsAndTheProfiles() throws ScoreException {
    NodeAffinity preferring =
        new NodeAffinity(new NodeAffinityArgs(null, List.of(new PreferredNodeTerm(10, ZONE_A))));
    PodInfo pod = preferring("p", new PreferredNodeTerm(5, SSD), new PreferredNodeTerm(2, ZONE_A));
    TestView view =
        TestView.of(
            node("both").labels(labels("zone=a", "disk=ssd")),
            node("zone").labels(labels("zone=a")),
            node("disk").labels(labels("disk=ssd")),
            node("none"));

    assertThat(TestScores.raw(preferring, pod, view)).containsExactly(17L, 12L, 5L, 0L);
    assertThat(TestScores.normalised(preferring, pod, view)).containsExactly(100L, 70L, 29L, 0L);
  }

  @Test
  void normalised_whenNothingMatches_isZeroEverywhere() throws ScoreException {
    PodInfo pod = preferring("p", new PreferredNodeTerm(5, SSD));

    assertThat(TestScores.normalised(plugin, pod, TestView.of(node("a"), node("b"))))
        .containsExactly(0L, 0L);
  }

  @Test
  void podWithoutPreferredTerms_skipsTheScore() {
    assertThat(preScore(plugin, Make.pod("p").build())).isEqualTo(Status.skip());
  }

  @Test
  void podWithoutPreferredTerms_isScored_whenTheProfilePrefers() {
    NodeAffinity preferring =
        new NodeAffinity(new NodeAffinityArgs(null, List.of(new PreferredNodeTerm(10, ZONE_A))));

    assertThat(preScore(preferring, Make.pod("p").build())).isEqualTo(Status.success());
  }

  @Test
  void preferredTermThatDoesNotParse_isAnErrorWhenNodesAreScored() {
    PodInfo pod = preferring("p", new PreferredNodeTerm(5, BROKEN));
    String wantText =
        "[0].matchExpressions[0].values[0][zone]: Invalid value: \"-1\": a valid label must be an"
            + " empty string or consist of alphanumeric characters, '-', '_' or '.', and must start"
            + " and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or"
            + " '12345', regex used for validation is"
            + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    assertThat(preScore(plugin, pod)).isEqualTo(Status.error(wantText).by("NodeAffinity"));
    assertThatThrownBy(() -> plugin.score(CycleState.create(), pod, Make.info(node("n"))))
        .isInstanceOf(ScoreException.class)
        .hasMessage(wantText);
  }

  @Test
  void preferredTermOfWeightZero_isNotParsed() {
    assertThat(preScore(plugin, preferring("p", new PreferredNodeTerm(0, BROKEN))))
        .isEqualTo(Status.success());
  }

  @Test
  void nodeThatMatchesNow_wakes() {
    assertThat(hint(plugin, anyOf(ZONE_A), labelled("zone=b"), labelled("zone=a")))
        .isEqualTo(QueueingHint.QUEUE);
  }

  @Test
  void nodeThatMatchedBefore_doesNotWake() {
    assertThat(hint(plugin, anyOf(ZONE_A), labelled("zone=a"), labelled("zone=a", "x=y")))
        .isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void nodeThatStillDoesNotMatch_doesNotWake() {
    assertThat(hint(plugin, anyOf(ZONE_A), labelled("zone=b"), labelled("zone=c")))
        .isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void newNodeThatMatches_wakes() {
    assertThat(hint(plugin, anyOf(ZONE_A), null, labelled("zone=a"))).isEqualTo(QueueingHint.QUEUE);
  }

  @Test
  void newNodeThatDoesNotMatch_doesNotWake() {
    assertThat(hint(plugin, anyOf(ZONE_A), null, labelled("zone=b"))).isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void newNodeThatTheProfileDoesNotWant_doesNotWake() {
    assertThat(hint(onlyZoneA, anyOf(SSD), null, labelled("disk=ssd")))
        .isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void termsThatDoNotParse_areAnErrorInTheHint_whichWakes() {
    assertThat(hint(plugin, anyOf(BROKEN), null, labelled("zone=a"))).isEqualTo(QueueingHint.QUEUE);
  }

  @Test
  void termsThatDoNotParse_areNotReached_whenTheNodeSelectorDoesNotMatch() {
    PodInfo pod =
        Make.pod("p").requiredNodes(RequiredNodes.of(Map.of("zone", "b"), anyOf(BROKEN))).build();

    assertThat(Hints.ask(plugin, LABEL_CHANGE, pod, null, labelled("zone=a")))
        .isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void events_areThoseOfUpstream() {
    assertThat(Hints.labels(plugin)).containsExactly("NodeAddUpdateNodeLabel");
  }

  private static PreFilterResult preFilter(NodeAffinity plugin, PodInfo pod) {
    return plugin.preFilter(CycleState.create(), pod, TestView.of());
  }

  private static Status preScore(NodeAffinity plugin, PodInfo pod) {
    return plugin.preScore(CycleState.create(), pod, TestView.of(), TestView.of());
  }

  private static Status filter(NodeAffinity plugin, PodInfo pod, String... nodeLabels) {
    return plugin.filter(CycleState.create(), pod, Make.info(node("n").labels(labels(nodeLabels))));
  }

  private static QueueingHint hint(
      NodeAffinity plugin, NodeSelector required, @Nullable Node before, Node after) {
    return Hints.ask(plugin, LABEL_CHANGE, requiring("p", required), before, after);
  }

  private static Node labelled(String... pairs) {
    return node("n").labels(labels(pairs)).build();
  }

  private static PodInfo requiring(String name, NodeSelector required) {
    return Make.pod(name).requiredNodes(RequiredNodes.of(Map.of(), required)).build();
  }

  private static PodInfo selecting(String name, Map<String, String> nodeSelector) {
    return Make.pod(name).requiredNodes(RequiredNodes.of(nodeSelector, null)).build();
  }

  private static PodInfo preferring(String name, PreferredNodeTerm... terms) {
    return Make.pod(name).preferredNodes(PreferredNodes.of(List.of(terms))).build();
  }
}
