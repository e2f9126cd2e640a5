package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigOverlayTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit injects it before each test
  private Path directory;

  private BerthConfig load(String text, ConfigOverlay flags) {
    try {
      return ConfigLoader.load(Files.writeString(directory.resolve("config"), text), flags);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static final String HEAD =
      """
      apiVersion: kubescheduler.config.k8s.io/v1
      kind: KubeSchedulerConfiguration
      """;

  @Test
  void flag_standsAboveTheFile_andLeavesItsNeighboursAlone() {
    LeaderElection election =
        load(
                HEAD + "leaderElection: {leaseDuration: 40s, retryPeriod: 5s}",
                ConfigOverlay.NONE.with("leaderElection.leaseDuration", "30s"))
            .leaderElection();
    assertThat(election.leaseDuration()).isEqualTo(Duration.ofSeconds(30));
    assertThat(election.retryPeriod()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void flag_countsWithoutAFile_andInAFileWithoutItsMapping() {
    ConfigOverlay flags = ConfigOverlay.NONE.with("leaderElection.leaderElect", false);
    assertThat(ConfigLoader.defaults(flags).leaderElection().leaderElect()).isFalse();
    assertThat(load(HEAD, flags).leaderElection().leaderElect()).isFalse();
    assertThat(load(HEAD + "leaderElection:", flags).leaderElection().leaderElect()).isFalse();
  }

  @Test
  void withoutAWord_replicasElectALeader_asInKubeScheduler() {
    assertThat(ConfigLoader.defaults().leaderElection().leaderElect()).isTrue();
    assertThat(ConfigLoader.defaults().leaderElection().lease()).isEqualTo("kube-system/berth");
  }

  @Test
  void flagThatIsNotGiven_changesNothing() {
    ConfigOverlay flags =
        ConfigOverlay.NONE
            .with("leaderElection.leaseDuration", (String) null)
            .with("leaderElection.leaderElect", (Boolean) null)
            .with("clientConnection.qps", (Double) null);
    assertThat(ConfigLoader.defaults(flags)).isEqualTo(ConfigLoader.defaults());
  }

  @Test
  void wrongFlag_isAnErrorOfTheFieldThatItStandsFor() {
    assertThatThrownBy(
            () ->
                ConfigLoader.defaults(
                    ConfigOverlay.NONE.with("leaderElection.retryPeriod", "soon")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("leaderElection.retryPeriod");
  }

  @Test
  void lease_ofKubeScheduler_isRefusedByFlagToo() {
    assertThatThrownBy(
            () ->
                ConfigLoader.defaults(
                    ConfigOverlay.NONE.with("leaderElection.resourceName", "kube-scheduler")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("allowDefaultScheduler");
  }
}
