package dev.berth.bench.extender;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.bench.Machine;
import dev.berth.bench.Percentiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ExtenderReportTest {
  private static FormResult result(long p99Nanos, Verb second, long liveHeapBytes) {
    return new FormResult(
        Form.NAMES,
        Map.of(
            Verb.FILTER,
            new Percentiles(50, 1_000_000, p99Nanos, 9_000_000),
            second,
            new Percentiles(50, 2_000_000, 3_500_000, 4_000_000)),
        1_000_000_000,
        250,
        List.of(
            new FormResult.Memory(0, 100 << 20, liveHeapBytes),
            new FormResult.Memory(100, 110 << 20, liveHeapBytes)));
  }

  private static ExtenderReport report() {
    ExtenderSettings settings =
        new ExtenderSettings(
            List.of(
                new Contender.Berth(List.of("berth"), Wire.MTLS),
                new Contender.Floor(Path.of("floor"))),
            EnumSet.of(Verb.FILTER, Verb.PRIORITIZE, Verb.BIND),
            new ClusterShape(5000, 1000, 0, 1),
            100,
            0,
            Duration.ZERO,
            1);
    return new ExtenderReport(
        settings,
        Machine.current(),
        7000,
        List.of(
            new ContenderResult("berth mtls", List.of(result(3_000_000, Verb.BIND, 40 << 20))),
            new ContenderResult("go-floor", List.of(result(6_000_000, Verb.PRIORITIZE, 0)))));
  }

  @Test
  void table_hasAColumnForEach_andTheRatio() {
    StringWriter out = new StringWriter();

    ExtenderTable.print(report(), new PrintWriter(out));

    assertThat(out.toString())
        .contains("0 pods placed; one connection, filter, prioritize, bind in turn\n")
        .containsPattern("\n +berth mtls +go-floor +ratio\n")
        .containsPattern("5000 node names, bind p99 +3\\.50 +-\n")
        .containsPattern("5000 node names, prioritize p99 +- +3\\.50\n")
        .doesNotContain("preempt")
        .containsPattern("5000 node names, filter p99 +3\\.00 +6\\.00 +0\\.50\n")
        .containsPattern("5000 node names, requests/s +100 +100 +1\\.00\n")
        .containsPattern("5000 node names, CPU ms per request +2\\.50 +2\\.50 +1\\.00\n")
        .containsPattern("5000 node names, RSS MB after 100 +110 +110 +1\\.00\n")
        .containsPattern("5000 node names, live heap MB after 100 +40\\.0 +-\n")
        .doesNotContain("full nodes, filter");
  }

  @Test
  void json_hasTheSame() throws Exception {
    StringWriter out = new StringWriter();

    ExtenderJson.print(report(), new PrintWriter(out));

    JsonNode names = new ObjectMapper().readTree(out.toString()).at("/results/0/names");
    assertThat(names.at("/filterMillis/p99").asDouble()).isEqualTo(3);
    assertThat(names.at("/bindMillis/p99").asDouble()).isEqualTo(3.5);
    assertThat(names.has("prioritizeMillis")).isFalse();
    assertThat(names.at("/cpuMillisPerRequest").asDouble()).isEqualTo(2.5);
    assertThat(names.at("/memory/1/liveHeapBytes").asLong()).isEqualTo(40 << 20);
  }
}
