package dev.berth.kube.decode;

import static dev.berth.model.SpreadConstraint.NodePolicy.HONOR;
import static dev.berth.model.SpreadConstraint.NodePolicy.IGNORE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.AffinityTerm;
import dev.berth.model.LabelRequirement;
import dev.berth.model.LabelSelector;
import dev.berth.model.Labels;
import dev.berth.model.NodeRequirement;
import dev.berth.model.NodeSelector;
import dev.berth.model.NodeSelectorTerm;
import dev.berth.model.PodAffinity;
import dev.berth.model.PodInfo;
import dev.berth.model.PreferredNodeTerm;
import dev.berth.model.RequiredNodes;
import dev.berth.model.SpreadConstraint;
import dev.berth.model.Toleration;
import dev.berth.model.TopologySpread;
import dev.berth.model.WeightedAffinityTerm;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where a pod wants to be: near which nodes and pods, and spread over what. */
final class PodPlacementDecodingTest {
  private final Decoding decoding = new Decoding();

  @Test
  void nodeAffinityAndSelector_areCompiled() throws UndecodableObject {
    PodInfo pod =
        decoding.podWithSpec(
            """
            {'nodeSelector': {'disk': 'ssd'},
             'affinity': {'nodeAffinity': {
               'requiredDuringSchedulingIgnoredDuringExecution': {'nodeSelectorTerms': [
                 {'matchExpressions': [{'key': 'zone', 'operator': 'In', 'values': ['a', 'b']}],
                  'matchFields': [{'key': 'metadata.name', 'operator': 'In', 'values': ['n1']}]}]},
               'preferredDuringSchedulingIgnoredDuringExecution': [
                 {'weight': 7, 'preference': {'matchExpressions': [{'key': 'gpu', 'operator': 'Exists'}]}}]}}}
            """);

    NodeSelectorTerm wantTerm =
        NodeSelectorTerm.of(
            List.of(new NodeRequirement("zone", "In", List.of("a", "b"))),
            List.of(new NodeRequirement("metadata.name", "In", List.of("n1"))));
    assertThat(pod.requiredNodes())
        .isEqualTo(RequiredNodes.of(Map.of("disk", "ssd"), NodeSelector.of(List.of(wantTerm))));
    assertThat(pod.preferredNodes().terms())
        .containsExactly(
            new PreferredNodeTerm(
                7,
                NodeSelectorTerm.of(
                    List.of(new NodeRequirement("gpu", "Exists", List.of())), List.of())));
    assertThat(pod.refusals()).isEmpty();
  }

  @Test
  void requiredNodeAffinityWithoutTerms_matchesNothing() throws UndecodableObject {
    PodInfo pod =
        decoding.podWithSpec(
            "{'affinity': {'nodeAffinity': {'requiredDuringSchedulingIgnoredDuringExecution':"
                + " {}}}}");

    assertThat(pod.requiredNodes().isAny()).isFalse();
  }

  @Test
  void tolerations_keepWhatWasWritten() throws UndecodableObject {
    PodInfo pod =
        decoding.podWithSpec(
            """
            {'tolerations': [{'operator': 'Exists'},
              {'key': 'k', 'operator': 'Newer', 'value': 'v', 'effect': 'NoExecute',
               'tolerationSeconds': 300}]}
            """);

    assertThat(pod.tolerations().list())
        .containsExactly(
            new Toleration("", "Exists", "", ""), new Toleration("k", "Newer", "v", "NoExecute"));
  }

  @Test
  void affinityTerms_haveTheirNamespacesResolved() throws UndecodableObject {
    String term =
        "{'topologyKey': 'zone', 'labelSelector': {'matchExpressions':"
            + " [{'key': 'app', 'operator': 'In', 'values': ['web']}]}%s}";
    String terms =
        String.join(
            ",",
            term.formatted(""),
            term.formatted(", 'namespaces': ['a', 'b']"),
            term.formatted(", 'namespaceSelector': {}"),
            "{'topologyKey': 'zone'}");

    PodInfo pod =
        decoding.pod(
            "{'spec': {'affinity': {'podAntiAffinity':"
                + " {'requiredDuringSchedulingIgnoredDuringExecution': ["
                + terms
                + "]}}}, 'metadata': {'name': 'web', 'namespace': 'shop'}}");

    LabelSelector wantSelector =
        LabelSelector.of(Map.of(), List.of(new LabelRequirement("app", "In", List.of("web"))));
    assertThat(pod.affinity().requiredAnti())
        .containsExactly(
            AffinityTerm.of("zone", wantSelector, Set.of("shop")),
            AffinityTerm.of("zone", wantSelector, Set.of("a", "b")),
            new AffinityTerm("zone", wantSelector, Set.of(), LabelSelector.EVERYTHING),
            AffinityTerm.of("zone", LabelSelector.NOTHING, Set.of("shop")));
  }

  @Test
  void podAffinity_eachOfItsFourLists_isKept() throws UndecodableObject {
    PodInfo pod =
        decoding.podWithSpec(
            """
            {'affinity': {
              'podAffinity': {
                'requiredDuringSchedulingIgnoredDuringExecution': [{'topologyKey': 'a'}],
                'preferredDuringSchedulingIgnoredDuringExecution': [
                  {'weight': 2, 'podAffinityTerm': {'topologyKey': 'b'}}]},
              'podAntiAffinity': {
                'requiredDuringSchedulingIgnoredDuringExecution': [{'topologyKey': 'c'}],
                'preferredDuringSchedulingIgnoredDuringExecution': [
                  {'podAffinityTerm': {'topologyKey': 'd', 'matchLabelKeys': ['merged already']},
                   'weight': 4}]}}}
            """);

    Set<String> own = Set.of(pod.key().namespace());
    assertThat(pod.affinity())
        .isEqualTo(
            PodAffinity.of(
                List.of(AffinityTerm.of("a", LabelSelector.NOTHING, own)),
                List.of(AffinityTerm.of("c", LabelSelector.NOTHING, own)),
                List.of(
                    new WeightedAffinityTerm(2, AffinityTerm.of("b", LabelSelector.NOTHING, own))),
                List.of(
                    new WeightedAffinityTerm(
                        4, AffinityTerm.of("d", LabelSelector.NOTHING, own)))));
  }

  @Test
  void spreadConstraints_areSortedByWhatTheyDo_andDefaulted() throws UndecodableObject {
    PodInfo pod =
        decoding.podWithSpec(
            """
            {'topologySpreadConstraints': [
              {'maxSkew': 2, 'topologyKey': 'zone', 'whenUnsatisfiable': 'DoNotSchedule',
               'labelSelector': {}},
              {'maxSkew': 3, 'topologyKey': 'host', 'whenUnsatisfiable': 'ScheduleAnyway',
               'minDomains': 4, 'nodeAffinityPolicy': 'Ignore', 'nodeTaintsPolicy': 'Honor'}]}
            """);

    assertThat(pod.topologySpread())
        .isEqualTo(
            TopologySpread.of(
                List.of(SpreadConstraint.of("zone", 2, LabelSelector.EVERYTHING)),
                List.of(new SpreadConstraint("host", 3, 4, LabelSelector.NOTHING, IGNORE, HONOR))));
    assertThat(decoding.podWithSpec("{'topologySpreadConstraints': []}").topologySpread().isSaid())
        .isFalse();
  }

  @Test
  void matchLabelKeys_thatThePodHas_narrowTheSelector() throws UndecodableObject {
    PodInfo pod =
        decoding.pod(
            """
            {'metadata': {'name': 'p', 'labels': {'app': 'x', 'hash': '1'}},
             'spec': {'topologySpreadConstraints': [
              {'maxSkew': 1, 'topologyKey': 'a', 'whenUnsatisfiable': 'DoNotSchedule',
               'labelSelector': {'matchLabels': {'app': 'x'}}, 'matchLabelKeys': ['hash', 'no']},
              {'maxSkew': 1, 'topologyKey': 'b', 'whenUnsatisfiable': 'DoNotSchedule',
               'labelSelector': {}, 'matchLabelKeys': ['hash']},
              {'maxSkew': 1, 'topologyKey': 'c', 'whenUnsatisfiable': 'DoNotSchedule',
               'matchLabelKeys': ['hash']}]}}
            """);

    Labels same = Labels.of(Map.of("app", "x", "hash", "1"));
    Labels olderReplica = Labels.of(Map.of("app", "x", "hash", "0"));
    assertThat(pod.topologySpread().hard().stream().map(c -> c.selector().matches(same)))
        .containsExactly(true, true, false);
    assertThat(pod.topologySpread().hard().stream().map(c -> c.selector().matches(olderReplica)))
        .containsExactly(false, false, false);
    assertThat(pod.topologySpread().hard().get(1).selector().isEverything()).isFalse();
  }
}
