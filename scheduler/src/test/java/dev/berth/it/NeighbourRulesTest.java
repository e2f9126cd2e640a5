package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NeighbourRulesTest {

  private static final List<JsonNode> NODES =
      List.of(node("n1", "a"), node("n2", "a"), node("n3", "b"), node("n4", "c"));

  private static JsonNode node(String name, String zone) {
    return Yaml.json(Yaml.node(name, "zone: " + zone, "", "", ""));
  }

  private static JsonNode apart(String name, String app, String node) {
    return pod(
        name,
        app,
        node,
        "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution:"
            + " [{topologyKey: zone, labelSelector: {matchLabels: {app: x}}}]}}");
  }

  private static JsonNode even(String name, String node) {
    return pod(
        name,
        "x",
        node,
        "topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable:"
            + " DoNotSchedule, labelSelector: {matchExpressions: [{key: app, operator: In, values:"
            + " [x]}]}}]");
  }

  private static JsonNode pod(String name, String app, String node, String spec) {
    return Yaml.json(
        """
        metadata: {name: %s, uid: uid-%s, labels: {app: %s}}
        spec: {nodeName: %s, %s}
        """
            .formatted(name, name, app, node, spec));
  }

  @Test
  void two_of_which_one_does_not_want_the_other_in_its_zone_are_named() {
    List<JsonNode> pods = List.of(apart("p", "y", "n1"), pod("q", "x", "n2", ""));

    assertThat(new NeighbourRules(NODES, pods).closeOnes())
        .containsExactly("p and q are both in zone a");
  }

  @Test
  void pods_in_other_zones_or_of_other_labels_are_not_too_close() {
    List<JsonNode> pods =
        List.of(apart("p", "x", "n1"), apart("q", "x", "n3"), pod("r", "y", "n2", ""));

    assertThat(new NeighbourRules(NODES, pods).closeOnes()).isEmpty();
  }

  @Test
  void a_zone_with_two_more_than_an_empty_one_is_told_of() {
    List<JsonNode> pods = List.of(even("p", "n1"), even("q", "n2"), even("r", "n3"));

    assertThat(new NeighbourRules(NODES, pods).skews(pod -> true))
        .singleElement()
        .asString()
        .contains("{a=2, b=1, c=0}");
    assertThat(new NeighbourRules(NODES, pods.subList(1, 3)).skews(pod -> true)).isEmpty();
  }
}
