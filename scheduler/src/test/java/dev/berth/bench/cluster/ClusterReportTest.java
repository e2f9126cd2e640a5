package dev.berth.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.bench.Machine;
import dev.berth.bench.Percentiles;
import dev.berth.bench.Workload;
import dev.berth.bench.cluster.ClusterReport.Figure;
import dev.berth.bench.cluster.ClusterReport.Spread;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ClusterReportTest {
  private static final TrialResult.Noise QUIET = new TrialResult.Noise(0.1, 0, 1);

  private static ClusterSettings settings(int pods, int warmUp, double rate) {
    return new ClusterSettings(
        List.of(
            new Contender("a", List.of("a"), List.of()),
            new Contender("b", List.of("b"), List.of("-v=2"))),
        3,
        Workload.BASIC,
        20,
        pods,
        warmUp,
        new ClusterSettings.OpenLoop(rate, Duration.ofSeconds(1)),
        5000,
        1);
  }

  private static TrialResult result(
      String contender, long seconds, TrialResult.Noise noise, String... problems) {
    TrialResult.Drain cold =
        new TrialResult.Drain(50, 4_000_000_000L, 1_000_000_000L, 400, 10, 50, 4_500_000_000L);
    TrialResult.Drain warm =
        new TrialResult.Drain(
            100, seconds * 1_000_000_000L, 1, 30 * seconds, 200, 100, seconds * 2_000_000_000L);
    return new TrialResult(
        contender,
        1,
        new TrialResult.Start(1_200_000_000L, 900),
        List.of(cold, warm),
        new Percentiles(100, 4_000_000, 20_000_000, 30_000_000),
        0.2,
        179_000_000,
        Map.of("POST pods/binding 409", 2L),
        noise,
        List.of(problems));
  }

  private static ClusterReport report(TrialResult... results) {
    return new ClusterReport(settings(100, 50, 100), machine(), List.of(results));
  }

  private static Machine machine() {
    return new Machine(2, "Linux", "JVM", List.of(), List.of(), 1, 0.5);
  }

  private static String table(ClusterReport report) {
    StringWriter text = new StringWriter();
    ClusterTable.print(report, new PrintWriter(text));
    return text.toString();
  }

  @Test
  void figures_areMediansOfTheSoundRunsWithTheirSpread() {
    ClusterReport report =
        report(
            result("a", 1, QUIET),
            result("a", 4, QUIET),
            result("a", 2, QUIET),
            result("a", 9, QUIET, "pod p is on no node"));

    assertThat(report.spread("a", Figure.RATE)).isEqualTo(new Spread(50, 25, 100));
    assertThat(report.spread("b", Figure.RATE)).isNull();
    assertThat(report.isSound()).isFalse();
  }

  @Test
  void medianOfAnEvenNumber_isBetweenTheTwoInTheMiddle() {
    assertThat(Spread.of(new double[] {8, 1, 2, 4})).isEqualTo(new Spread(3, 1, 8));
  }

  @Test
  void ratio_isOfTheFirstToTheSecond() {
    ClusterReport report = report(result("a", 1, QUIET), result("b", 2, QUIET));

    assertThat(report.ratio(Figure.RATE)).hasValue(2);
    assertThat(report.ratio(Figure.CPU)).hasValue(0.5);
  }

  @Test
  void cpu_isSecondsPerThousandPods() {
    ClusterReport report = report(result("a", 1, QUIET));

    assertThat(report.spread("a", Figure.CPU)).isEqualTo(new Spread(0.3, 0.3, 0.3));
    assertThat(report.spread("a", Figure.COLD_CPU)).isEqualTo(new Spread(8, 8, 8));
  }

  @Test
  void table_saysWhatWasWrongAndWhatDisturbed() {
    String table =
        table(
            report(
                result("a", 1, new TrialResult.Noise(7, 3, 30)),
                result("b", 1, QUIET, "pod p is on no node")));

    assertThat(table)
        .contains("WRONG END STATE, not counted: b, run 1: pod p is on no node")
        .contains(
            "DISTURBED: a, run 1: 3.0 % of the processors' time stolen, 30.0 % used by others")
        .contains("POST pods/binding 409")
        .doesNotContain("DISTURBED: b");
  }

  @Test
  void json_hasMediansAndEveryRun() throws JsonProcessingException {
    StringWriter text = new StringWriter();
    ClusterJson.print(report(result("a", 1, QUIET), result("b", 2, QUIET)), new PrintWriter(text));
    JsonNode json = new ObjectMapper().readTree(text.toString());

    assertThat(json.at("/contenders/b/rate/median").asDouble()).isEqualTo(50);
    assertThat(json.at("/ratio/rate").asDouble()).isEqualTo(2);
    assertThat(json.path("runs")).hasSize(2);
    assertThat(json.at("/runs/0/firstBind").asDouble()).isEqualTo(1.2);
    assertThat(json.at("/runs/0/p99").asDouble()).isEqualTo(20);
  }

  @Test
  void morePodsThanTheNodesHaveRoomFor_areRefused() {
    assertThatThrownBy(() -> settings(400, 50, 100))
        .hasMessageContaining(
            "550 pods of SchedulingBasic, with those of warm-up and open loop, need 22 nodes, and"
                + " there are 20.");
  }
}
