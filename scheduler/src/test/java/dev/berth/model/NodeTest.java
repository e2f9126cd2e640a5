package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class NodeTest {
  private static Node node() {
    return Node.builder("n")
        .uid("u")
        .resourceVersion("1")
        .labels(Labels.of(Map.of("a", "b")))
        .build();
  }

  @Test
  void laterVersionWithTheSameFacts_hasTheFacts() {
    Node heartbeat = node().toBuilder().resourceVersion("2").build();

    assertThat(heartbeat.isSameVersionAs(node())).isFalse();
    assertThat(heartbeat.hasFactsOf(node())).isTrue();
  }

  @ParameterizedTest
  @MethodSource("changes")
  void everyFact_counts(UnaryOperator<Node.Builder> change) {
    Node changed = change.apply(node().toBuilder().resourceVersion("2")).build();

    assertThat(changed.hasFactsOf(node())).isFalse();
    assertThat(node().hasFactsOf(changed)).isFalse();
  }

  static Stream<UnaryOperator<Node.Builder>> changes() {
    return Stream.of(
        node -> node.name("m"),
        node -> node.uid("v"),
        node -> node.labels(Labels.of(Map.of("a", "c"))),
        node -> node.taints(List.of(new Taint("k", "v", "NoSchedule"))),
        node -> node.unschedulable(true),
        node -> node.allocatable(Resources.of(Map.of("cpu", Quantity.parse("1")))),
        node -> node.imageSizes(Map.of("image", 1L)),
        node -> node.declaredFeatures(Set.of("Feature")));
  }
}
