package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

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

  /** As {@code kube-scheduler --help} of 1.36.3 lists them. */
  private static final List<String> FLAGS_OF_KUBE_SCHEDULER =
      List.of(
          "--config --master --write-config-to --bind-address --cert-dir --disable-http2-serving",
          "--http2-max-streams-per-connection --permit-address-sharing --permit-port-sharing",
          "--secure-port --tls-cert-file --tls-cipher-suites --tls-curve-preferences",
          "--tls-min-version --tls-private-key-file --tls-sni-cert-key --authentication-kubeconfig",
          "--authorization-always-allow-paths --authorization-kubeconfig",
          "--authentication-skip-lookup --authentication-token-webhook-cache-ttl",
          "--authentication-tolerate-lookup-failure --client-ca-file",
          "--requestheader-allowed-names --requestheader-client-ca-file",
          "--requestheader-extra-headers-prefix --requestheader-group-headers",
          "--requestheader-uid-headers --requestheader-username-headers",
          "--authorization-webhook-cache-authorized-ttl",
          "--authorization-webhook-cache-unauthorized-ttl --contention-profiling",
          "--kube-api-burst --kube-api-content-type --kube-api-qps --kubeconfig",
          "--pod-max-in-unschedulable-pods-duration --profiling --leader-elect",
          "--leader-elect-lease-duration --leader-elect-renew-deadline",
          "--leader-elect-resource-lock --leader-elect-resource-name",
          "--leader-elect-resource-namespace --leader-elect-retry-period --emulated-version",
          "--feature-gates --min-compatibility-version --allow-metric-labels",
          "--allow-metric-labels-manifest --disabled-metrics --show-hidden-metrics-for-version",
          "--log-flush-frequency --log-json-info-buffer-size --log-json-split-stream",
          "--log-text-info-buffer-size --log-text-split-stream --logging-format -v --v --vmodule",
          "--version");

  @Test
  void flagsOfKubeScheduler_areAllKnown() {
    List<String> wantKnown =
        FLAGS_OF_KUBE_SCHEDULER.stream().flatMap(line -> Stream.of(line.split(" "))).toList();
    CommandLine berth = BerthCommand.line(new PrintWriter(out), new PrintWriter(err));
    CommandSpec run = Objects.requireNonNull(berth.getSubcommands().get("run")).getCommandSpec();
    assertThat(run.optionsMap().keySet()).containsAll(wantKnown);
  }

  @Test
  void flagWithoutEffect_isAccepted_andNamedWithTheReason() {
    String missing = directory.resolve("nowhere.conf").toString();

    assertThat(
            run(
                "run",
                "--kubeconfig=" + missing,
                "--profiling=false",
                "--feature-gates=A=true,B=false",
                "--feature-gates=C=true",
                "--vmodule",
                "x=2"))
        .isEqualTo(3);

    assertThat(err.toString())
        .contains("--profiling has no effect: this is not a Go program")
        .containsOnlyOnce("--feature-gates has no effect: ")
        .contains("--vmodule has no effect: ")
        .contains(missing);
  }

  @Test
  void unknownFlag_isAnErrorWithTheNearestName() {
    assertThat(run("run", "--leader-elct=true")).isEqualTo(2);
    assertThat(err.toString()).contains("unknown flag --leader-elct. Maybe --leader-elect?");
  }

  @Test
  void deprecatedFlag_besideAFile_isNamed() throws IOException {
    Path config =
        file(
            "config.yaml",
            "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n");
    assertThat(
            run(
                "run",
                "--config=" + config,
                "--kube-api-qps=5",
                "--kubeconfig=" + directory.resolve("nowhere.conf")))
        .isEqualTo(3);
    assertThat(err.toString())
        .contains("--kube-api-qps has no effect beside --config")
        .contains("clientConnection.qps is not set");
  }

  @Test
  void waitInUnschedulable_mustBeADurationAboveZero() {
    assertThat(run("run", "--pod-max-in-unschedulable-pods-duration=5")).isEqualTo(2);
    assertThat(err.toString()).contains("is \"5\"; allowed is a duration such as 15s");
  }

  @Test
  void certificateWithoutItsKey_isAnErrorOfTheCommandLine() {
    assertThat(run("run", "--tls-cert-file=x.crt")).isEqualTo(2);
    assertThat(err.toString()).contains("--tls-private-key-file");
  }

  @Test
  void group_whoseFlagsAreNotGiven_hasItsDefaults() {
    RunCommand command = new RunCommand();
    new CommandLine(command).parseArgs("--leader-elect=false");
    assertThat(command.settings().service().place())
        .isNotNull()
        .satisfies(place -> assertThat(place.port()).isEqualTo(10259))
        .satisfies(place -> assertThat(place.address()).isEqualTo("0.0.0.0"));
    assertThat(command.settings().config().leaderElection().leaderElect()).isFalse();
  }

  @Test
  void configuration_isWrittenOutWithItsDefaults() throws IOException {
    Path written = directory.resolve("written.yaml");
    assertThat(run("run", "--write-config-to=" + written, "--leader-elect-retry-period=3s"))
        .isZero();
    assertThat(Files.readString(written))
        .contains("kind: KubeSchedulerConfiguration", "retryPeriod: 3s", "schedulerName: berth");
  }
}
