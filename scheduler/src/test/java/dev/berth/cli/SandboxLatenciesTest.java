package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SandboxLatenciesTest {
  private final SandboxLatencies latencies = new SandboxLatencies();

  @Test
  void nothing_hasZeros() {
    assertThat(latencies.percentiles(50, 99)).containsExactly(0, 0);
  }

  @Test
  void percentiles_areDurationsThatWere_inAnyOrder() {
    for (int i = 1000; i >= 1; i--) {
      latencies.add(i);
    }
    assertThat(latencies.count()).isEqualTo(1000);
    assertThat(latencies.percentiles(0, 1, 50, 99, 100)).containsExactly(1, 10, 500, 990, 1000);
  }

  @Test
  void oneDuration_isEveryPercentile() {
    latencies.add(7);
    assertThat(latencies.percentiles(1, 50, 99)).containsExactly(7, 7, 7);
  }
}
