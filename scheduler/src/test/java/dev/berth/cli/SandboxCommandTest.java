package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SandboxCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path directory;

  /** The log of other tests must not go to a file that a sandbox removes. */
  @BeforeAll
  static void logToStandardError() {
    System.setProperty("org.slf4j.simpleLogger.logFile", "System.err");
  }

  private int run(String... arguments) {
    return BerthCommand.line(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(arguments);
  }

  private JsonNode summary() throws IOException {
    assertThat(out.toString().lines()).as("standard output\n%s", err).hasSize(1);
    return new ObjectMapper().readTree(out.toString());
  }

  private String config(String profile) throws IOException {
    return Files.writeString(
            directory.resolve("config.yaml"),
            """
            apiVersion: kubescheduler.config.k8s.io/v1
            kind: KubeSchedulerConfiguration
            profiles: [%s]
            """
                .formatted(profile))
        .toString();
  }

  @Test
  void workload_isPlacedAsItMust_andSummedUpInOneLine() throws IOException {
    int exit = run("sandbox", "--nodes=8", "--pods=36", "--exit-when-idle", "-o", "json");

    JsonNode summary = summary();
    assertThat(exit).as("%s\n%s", summary, err).isZero();
    assertThat(summary.fieldNames())
        .toIterable()
        .containsExactly(
            "nodes",
            "pods",
            "bound",
            "unschedulable",
            "gated",
            "seconds",
            "decisions_per_second",
            "decision_ms",
            "bind_ms");
    assertThat(summary.path("nodes").asInt()).isEqualTo(8);
    assertThat(summary.path("pods").asInt()).isEqualTo(36);
    assertThat(summary.path("bound").asInt()).isEqualTo(33);
    assertThat(summary.path("unschedulable").asInt()).isEqualTo(2);
    assertThat(summary.path("gated").asInt()).isEqualTo(1);
    assertThat(summary.path("seconds").asDouble()).isPositive();
    assertThat(summary.path("decisions_per_second").asDouble()).isPositive();
    for (String times : new String[] {"decision_ms", "bind_ms"}) {
      assertThat(summary.path(times).path("p50").asDouble())
          .as(times)
          .isPositive()
          .isLessThanOrEqualTo(summary.path(times).path("p99").asDouble());
    }
  }

  @Test
  void schedulerThatDoesNotCount_isConvicted() throws IOException {
    String careless =
        config(
            "{schedulerName: careless, plugins: {filter: {disabled: [{name: NodeResourcesFit}]}}}");
    int exit =
        run(
            "sandbox",
            "--nodes=8",
            "--pods=12",
            "--exit-when-idle",
            "-o",
            "json",
            "--config",
            careless);
    assertThat(exit).isEqualTo(1);
    assertThat(err.toString()).contains("berth: pod default/too-big failed on node", "OutOfcpu");
  }

  @Test
  void podThatIsNotBoundAlthoughItCould_isNamed() throws IOException {
    String choosy =
        config(
            """
            {schedulerName: choosy, pluginConfig: [{name: NodeAffinity, args: {addedAffinity:
              {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms:
              [{matchExpressions: [{key: color, operator: In, values: [pink]}]}]}}}}]}
            """);
    int exit = run("sandbox", "--nodes=2", "--pods=1", "--exit-when-idle", "--config", choosy);
    assertThat(exit).as("%s", err).isEqualTo(1);
    assertThat(err.toString())
        .containsPattern("berth: pod default/\\w+-0 should be bound and is not: 2 node");
  }

  @Test
  void sandboxWithoutATerminal_tellsItInLines() {
    int exit = run("sandbox", "--demo", "--pods=12", "--exit-when-idle");
    assertThat(exit).as("%s", err).isZero();
    assertThat(out.toString())
        .containsPattern("  export KUBECONFIG=/\\S+/kubeconfig\n")
        .contains("  kubectl run mine --image=nginx\n", "  scheduler/bin/berth why too-big")
        .containsPattern("too-big (fits nowhere: .*Insufficient cpu|: .*Insufficient cpu)")
        .containsPattern("bound 9, pending 0, unschedulable 2, gated 1 on 8 nodes in ")
        .contains("  report: gated by example.com/approval\n")
        .doesNotContain("\u001b");
  }

  @Test
  void nothingIsLeft_ofASandboxThatHasEnded() {
    run("sandbox", "--nodes=1", "--exit-when-idle");
    String kubeconfig =
        out.toString()
            .lines()
            .filter(line -> line.contains("export KUBECONFIG="))
            .findFirst()
            .orElseThrow()
            .replaceFirst(".*=", "");
    assertThat(Path.of(kubeconfig).getParent()).doesNotExist();
  }

  @Test
  void snapshot_isAClusterToBeginWith() throws IOException {
    Path file = directory.resolve("cluster.yaml");
    assertThat(run("sandbox", "--nodes=4", "--pods=9", "--exit-when-idle", "--snapshot=" + file))
        .as("%s", err)
        .isZero();
    assertThat(file).content().contains("too-big", "kind: Node");
    out.getBuffer().setLength(0);

    int exit = run("sandbox", "--from=" + file, "--exit-when-idle", "-o", "json");
    assertThat(exit).as("%s", err).isZero();
    assertThat(summary().path("nodes").asInt()).isEqualTo(4);
    assertThat(summary().path("bound").asInt()).isEqualTo(7);
    assertThat(summary().path("gated").asInt()).isEqualTo(1);
  }

  @Test
  void sandboxThatDoesNotComeToRest_givesUpInTime() {
    int exit =
        run("sandbox", "--pods=40", "--arrive-within=1h", "--exit-when-idle", "--timeout=1s");
    assertThat(exit).isEqualTo(1);
    assertThat(err.toString())
        .containsPattern("berth: not idle after 1\\.0 s: \\d+ pods? pending, \\d+ still to come");
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--nodes=-1 | --nodes is -1; allowed is 0 to 1000000.",
        "--port=70000 | --port is 70000; allowed is 0 to 65535.",
        "--timeout=1s | --timeout is 1s, and without --exit-when-idle",
        "--exit-when-idle --timeout=soon | --timeout is \"soon\". Maybe a duration such as",
        "--from=x.yaml --nodes=3 | --nodes is 3 and --from is x.yaml, which has nodes and pods of",
        "--from=x.yaml --demo | --demo is given and --from is x.yaml",
        "--demos | --demo",
      })
  void wrongCommandLine_isTold(String arguments, String wantMessage) {
    String[] all = ("sandbox " + arguments).split(" ");
    assertThat(run(all)).isEqualTo(2);
    assertThat(err.toString()).contains(wantMessage);
  }

  @Test
  void filesThatCannotBeUsed_areNamed() {
    assertThat(run("sandbox", "--from=no-such.yaml", "--exit-when-idle")).isEqualTo(3);
    assertThat(run("sandbox", "--snapshot=no/such/directory/x.yaml")).isEqualTo(3);
    assertThat(run("sandbox", "--config=no-such-config.yaml")).isEqualTo(3);
    assertThat(err.toString())
        .contains("no-such.yaml", "--snapshot is no/such/directory/x.yaml", "no-such-config.yaml");
  }
}
