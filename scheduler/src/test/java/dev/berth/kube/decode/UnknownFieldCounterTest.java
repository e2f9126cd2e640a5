package dev.berth.kube.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class UnknownFieldCounterTest {
  private final List<String> passedOn = new ArrayList<>();
  private final UnknownFieldCounter counter =
      new UnknownFieldCounter((kind, path) -> passedOn.add(kind + " " + path));

  @Test
  void aPath_isCountedEachTimeAndPassedOnOnce() {
    counter.unknownField("Pod", "spec.a");
    counter.unknownField("Pod", "spec.a");
    counter.unknownField("Node", "spec.a");

    assertThat(counter.counts()).isEqualTo(Map.of("Pod spec.a", 2L, "Node spec.a", 1L));
    assertThat(passedOn).containsExactly("Pod spec.a", "Node spec.a");
  }

  @Test
  void paths_areBoundedInNumberAndLength() {
    for (int i = 0; i < 1000; i++) {
      counter.unknownField("Pod", "spec." + i + "x".repeat(1000));
    }

    assertThat(counter.counts()).hasSize(256);
    assertThat(counter.beyondTheBound()).isEqualTo(1000 - 256);
    assertThat(passedOn).hasSize(256).allMatch(path -> path.length() < 300);
  }
}
