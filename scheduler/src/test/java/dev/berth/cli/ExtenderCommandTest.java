package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExtenderCommandTest {
  private final StringWriter err = new StringWriter();

  @TempDir private Path directory;

  private int run(String... args) {
    return BerthCommand.line(new PrintWriter(new StringWriter()), new PrintWriter(err, true))
        .execute(args);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "--kubeconfig=admin.conf, --kubeconfig",
    "--master=https://10.0.0.1, --master",
    "--kube-api-qps=5, --kube-api-qps"
  })
  void aClusterBesideNoCluster_isRefused(String flag, String wantNamed) {
    assertThat(run("extender", "--without-cluster", flag)).isEqualTo(2);
    assertThat(err.toString())
        .contains("--without-cluster and " + wantNamed + " contradict each other.");
  }

  @Test
  void aFlagThatTheFileHas_isSaidToBeWithoutEffect() throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("config.yaml"),
            """
            apiVersion: kubescheduler.config.k8s.io/v1
            kind: KubeSchedulerConfiguration
            clientConnection: {kubeconfig: nowhere.conf}
            """);

    assertThat(run("extender", "--config", config.toString(), "--kube-api-qps=5")).isEqualTo(3);
    assertThat(err.toString()).contains("--kube-api-qps has no effect beside --config");
  }
}
