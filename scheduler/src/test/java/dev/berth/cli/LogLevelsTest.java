package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class LogLevelsTest {
  private static final String LOG = "org.slf4j.simpleLogger.log.";

  @Test
  void decisions_areSaidFromTwoOn() {
    assertThat(LogLevels.properties(1)).containsEntry(LOG + "dev.berth", "warn");
    assertThat(LogLevels.properties(2)).isEmpty();
    assertThat(LogLevels.properties(3)).isEmpty();
  }

  @Test
  void startAndLeadership_areAlwaysSaid() {
    assertThat(LogLevels.properties(0))
        .containsEntry(LOG + "dev.berth.cli", "info")
        .containsEntry(LOG + "dev.berth.kube.lease", "info");
  }

  @Test
  void details_requests_andEverything_comeAtKlogsNumbers() {
    assertThat(LogLevels.properties(4)).isEqualTo(Map.of(LOG + "dev.berth", "debug"));
    assertThat(LogLevels.properties(6)).isEqualTo(Map.of(LOG + "dev.berth", "trace"));
    assertThat(LogLevels.properties(10))
        .isEqualTo(
            Map.of(LOG + "dev.berth", "trace", "org.slf4j.simpleLogger.defaultLogLevel", "debug"));
  }
}
