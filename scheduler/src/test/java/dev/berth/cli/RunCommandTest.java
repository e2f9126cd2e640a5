package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit injects it before each test
  private Path directory;

  private int run(String... args) {
    return BerthCommand.line(new PrintWriter(out, true), new PrintWriter(err, true)).execute(args);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  @Test
  void missingKubeconfig_isOneSentenceThatNamesTheFile() {
    Path missing = directory.resolve("nowhere.conf");

    assertThat(run("run", "--kubeconfig", missing.toString())).isEqualTo(3);

    assertThat(err.toString().lines().filter(line -> line.contains(missing.toString()))).hasSize(1);
    assertThat(err.toString()).doesNotContain("\tat ");
  }

  @Test
  void wrongConfiguration_isShownWithAllItsErrorsAndWithoutStack() throws IOException {
    Path config =
        file(
            "config.yaml",
            """
            apiVersion: kubescheduler.config.k8s.io/v1
            kind: KubeSchedulerConfiguration
            podInitialBackoffSeconds: -1
            profils: []
            """);

    assertThat(run("run", "--config", config.toString())).isEqualTo(3);

    assertThat(err.toString())
        .contains("podInitialBackoffSeconds")
        .contains("profils")
        .contains("profiles")
        .doesNotContain("\tat ");
  }

  @Test
  void unknownPlugin_isAnsweredWithTheNearestKnownName() throws IOException {
    Path config =
        file(
            "config.yaml",
            """
            apiVersion: kubescheduler.config.k8s.io/v1
            kind: KubeSchedulerConfiguration
            profiles:
            - schedulerName: mine
              plugins:
                score:
                  enabled:
                  - name: RandomNod
            """);
    Path kubeconfig =
        file(
            "kubeconfig",
            """
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
            contexts: [{name: x, context: {cluster: c, user: u}}]
            users: [{name: u, user: {}}]
            current-context: x
            """);

    assertThat(run("run", "--config", config.toString(), "--kubeconfig", kubeconfig.toString()))
        .isEqualTo(3);

    assertThat(err.toString())
        .contains("profiles[0].plugins.score.enabled")
        .contains("RandomNode")
        .doesNotContain("\tat ");
  }

  @Test
  void help_namesTheFlagsAndTheExitCodes() {
    assertThat(run("run", "--help")).isZero();
    assertThat(out.toString()).contains("--kubeconfig", "--config", "Exit codes:");
  }
}
