package dev.berth.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EndStateTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final EndState state = new EndState(Set.of("ours", "ours-1"));

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException wrong) {
      throw new AssertionError(wrong);
    }
  }

  private static JsonNode pod(String namespace, String name, String node, String cpu) {
    return json(
        """
        {'metadata': {'namespace': '%s', 'name': '%s'},
         'spec': {'nodeName': '%s', 'containers': [{'resources': {'requests': {'cpu': '%s', 'memory': '1Gi'}}}]},
         'status': {'phase': 'Pending'}}
        """
            .formatted(namespace, name, node, cpu));
  }

  private static JsonNode podFor(String zone, String node) {
    return json(
        """
        {'metadata': {'namespace': 'ours', 'name': 'z'},
         'spec': {'nodeName': '%s', 'containers': [], 'affinity': {'nodeAffinity': {
           'requiredDuringSchedulingIgnoredDuringExecution': {'nodeSelectorTerms': [
             {'matchExpressions': [{'key': 'zone', 'operator': 'In', 'values': ['%s']}]}]}}}}}
        """
            .formatted(node, zone));
  }

  @BeforeEach
  void twoNodes() {
    for (String name : new String[] {"n1", "n2"}) {
      state.node(
          json(
              """
              {'metadata': {'name': '%s', 'labels': {'zone': 'z-%s'}},
               'status': {'allocatable': {'cpu': '2', 'memory': '8Gi', 'pods': '3'}}}
              """
                  .formatted(name, name)));
    }
  }

  @Test
  void everyPodOnANodeWithRoom_isNoProblem() {
    state.pod(pod("ours", "a", "n1", "1500m"));
    state.pod(pod("ours", "b", "n1", "0.5"));
    state.pod(podFor("z-n2", "n2"));

    assertThat(state.problems(3)).isEmpty();
  }

  @Test
  void processors_oneThousandthTooMany_areSaid() {
    state.pod(pod("ours", "a", "n1", "1500m"));
    state.pod(pod("ours", "b", "n1", "501m"));

    assertThat(state.problems(2)).containsExactly("node n1 has 2 cpu and its pods take 2.001");
  }

  @Test
  void podsOfOthers_countOnTheirNode_unlessTheyHaveEnded() {
    JsonNode ended = json("{'spec': {'nodeName': 'n1'}, 'status': {'phase': 'Succeeded'}}");
    IntStream.range(0, 5).forEach(i -> state.pod(ended));
    state.pod(pod("theirs", "x", "n1", "2"));
    state.pod(pod("ours", "a", "n1", "1m"));

    assertThat(state.problems(1)).containsExactly("node n1 has 2 cpu and its pods take 2.001");
  }

  @Test
  void moreMemoryThanThereIs_isSaid() {
    state.pod(
        json(
            """
            {'metadata': {'namespace': 'ours', 'name': 'm'},
             'spec': {'nodeName': 'n1', 'containers': [{'resources': {'requests': {'memory': '8193Mi'}}}]}}
            """));

    assertThat(state.problems(1))
        .containsExactly("node n1 has 8589934592 memory and its pods take 8590983168");
  }

  @Test
  void morePodsThanANodeTakes_areSaid() {
    IntStream.range(0, 4).forEach(i -> state.pod(pod("ours", "p" + i, "n2", "1m")));

    assertThat(state.problems(4)).containsExactly("node n2 has 3 pods and its pods take 4");
  }

  @Test
  void podOnNoNode_isSaid() {
    state.pod(pod("ours", "a", "", "1"));

    assertThat(state.problems(1)).containsExactly("pod a is on no node");
  }

  @Test
  void podOnANodeThatIsNotThere_isSaid() {
    state.pod(pod("ours", "a", "n9", "1"));

    assertThat(state.problems(1)).containsExactly("pod a is on node n9, which does not exist");
  }

  @Test
  void podAgainstItsNodeAffinity_isSaid() {
    state.pod(podFor("z-n2", "n1"));

    assertThat(state.problems(1)).containsExactly("pod z is on node n1 against its node affinity");
  }

  @Test
  void podOnANodeWithAnotherNameThanItAsksFor_isSaid() {
    String named =
        """
        {'metadata': {'namespace': 'ours', 'name': '%s'},
         'spec': {'nodeName': '%s', 'containers': [], 'affinity': {'nodeAffinity': {
           'requiredDuringSchedulingIgnoredDuringExecution': {'nodeSelectorTerms': [
             {'matchFields': [{'key': 'metadata.name', 'operator': 'In', 'values': ['n2']}]}]}}}}}
        """;
    state.pod(json(named.formatted("right", "n2")));
    state.pod(json(named.formatted("wrong", "n1")));

    assertThat(state.problems(2))
        .containsExactly("pod wrong is on node n1 against its node affinity");
  }

  @Test
  void podBesideOneThatItMustNotBeWith_isSaid() {
    state.pod(alone("ours", "a", "n1", ""));
    state.pod(alone("ours-1", "b", "n1", ""));
    state.pod(alone("ours", "c", "n2", ""));
    state.pod(alone("ours", "d", "n2", ""));

    assertThat(state.problems(4))
        .containsExactly(
            "pod c is on node n2 with pod d against its anti-affinity",
            "pod d is on node n2 with pod c against its anti-affinity");
  }

  @Test
  void podBesideOneOfAnotherNamespaceThatItSelects_isSaid() {
    state.pod(alone("ours", "a", "n1", ", 'namespaceSelector': {}"));
    state.pod(alone("ours-1", "b", "n1", ""));
    state.pod(alone("theirs", "c", "n1", ""));

    assertThat(state.problems(2))
        .containsExactly("pod a is on node n1 with pod b against its anti-affinity");
  }

  private static JsonNode alone(String namespace, String name, String node, String more) {
    return json(
        """
        {'metadata': {'namespace': '%s', 'name': '%s', 'labels': {'color': 'green'}},
         'spec': {'nodeName': '%s', 'containers': [], 'affinity': {'podAntiAffinity': {
           'requiredDuringSchedulingIgnoredDuringExecution': [{'topologyKey': 'kubernetes.io/hostname',
             'labelSelector': {'matchLabels': {'color': 'green'}}%s}]}}}}
        """
            .formatted(namespace, name, node, more));
  }

  @Test
  void lostPods_areSaid() {
    state.pod(pod("ours", "a", "n1", "1"));

    assertThat(state.problems(2)).containsExactly("there are 1 pods and should be 2");
  }

  @Test
  void manyProblems_areCutShort() {
    IntStream.range(0, 9).forEach(i -> state.pod(pod("ours", "p" + i, "", "1")));

    assertThat(state.problems(9)).hasSize(6).last().isEqualTo("and 4 more like these");
  }
}
