package dev.berth.sandbox.hollow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class OracleTest {
  private static final KubeObject NODE = Made.node("n1", "cpu: 1, memory: 1Gi, pods: 2");

  private static List<String> found(KubeObject... pods) {
    return Oracle.judge(List.of(NODE), List.of(pods)).overCommits().stream()
        .map(OverCommit::toString)
        .toList();
  }

  private static KubeObject inPhase(KubeObject pod, String phase) {
    return pod.with(tree -> tree.withObject("/status").put("phase", phase));
  }

  @Test
  void nodes_thatAreFullToTheLastDrop_areSound() {
    var verdict =
        Oracle.judge(
            List.of(NODE),
            List.of(Made.pod("a", "n1", "cpu: 400m"), Made.pod("b", "n1", "cpu: 0.6")));
    assertThat(verdict.isSound()).isTrue();
  }

  @Test
  void node_withTooMuch_isNamedWithResourceExcessAndPods() {
    assertThat(
            found(
                Made.pod("a", "n1", "cpu: 400m"),
                Made.pod("b", "n1", "memory: 1Gi"),
                Made.pod("c", "n1", "cpu: 601m")))
        .containsExactly(
            "node n1: 3 pods taken of 2, 1 too much, by 3 pods: default/a, default/b, default/c",
            "node n1: 1001m cpu taken of 1000m, 1m too much, by 2 pods: default/a, default/c");
  }

  @Test
  void resource_thatTheNodeDoesNotHaveAtAll_isTooMuch() {
    assertThat(found(Made.pod("a", "n1", "example.org/gpu: 1")))
        .containsExactly("node n1: 1 example.org/gpu taken of 0, 1 too much, by 1 pods: default/a");
  }

  @Test
  void podsThatEnded_orAreElsewhere_countForNothing() {
    assertThat(
            found(
                inPhase(Made.pod("a", "n1", "cpu: 5"), "Succeeded"),
                inPhase(Made.pod("b", "n1", "cpu: 5"), "Failed"),
                Made.pod("c", "", "cpu: 5"),
                Made.pod("d", "n2", "cpu: 5")))
        .isEmpty();
  }

  @Test
  void hostPort_ofTwoPods_isFound_ofTwoContainersOfOne_isNot() {
    String spec =
        "{nodeName: n1, containers: [{ports: [{hostPort: 80}]}, {ports: [{hostPort: %d}]}]}";
    var one = pod("a", spec.formatted(80));
    assertThat(found(one)).isEmpty();
    assertThat(found(one, pod("b", spec.formatted(81))))
        .containsExactly(
            "node n1: 2 hostPort 0.0.0.0:80/TCP taken of 1, 1 too much, by 2 pods: default/a,"
                + " default/b");
  }

  private static KubeObject pod(String name, String spec) {
    var tree = Made.spec(spec);
    tree.withObject("/metadata").put("name", name);
    return KubeObject.of(Kinds.POD, tree);
  }

  @Test
  void objects_thatCannotBeCounted_areSaid_notSkipped() {
    var verdict =
        Oracle.judge(
            List.of(NODE, Made.node("n2", "cpu: plenty")),
            List.of(Made.pod("a", "n1", "cpu: some")));
    assertThat(verdict.isSound()).isFalse();
    assertThat(verdict.unreadable())
        .satisfiesExactly(
            node -> assertThat(node).startsWith("node n2: status.allocatable[cpu]: \"plenty\""),
            pod -> assertThat(pod).startsWith("pod default/a: spec.containers[0].resources"));
  }
}
