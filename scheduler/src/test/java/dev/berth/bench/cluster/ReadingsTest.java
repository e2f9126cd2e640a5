package dev.berth.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read from the machine and from the server. */
final class ReadingsTest {

  @ParameterizedTest
  @CsvSource({
    "100m, 0.1",
    "4, 4",
    "32Gi, 34359738368",
    "1.5k, 1500",
    "12e6, 12000000",
    "512000Ki, 524288000"
  })
  void quantities_areExact(String text, BigDecimal want) {
    assertThat(Quantity.of(text)).isEqualByComparingTo(want);
  }

  @Test
  void machine_countsStolenTimeApart_andWaitingAsIdle() {
    MachineUsage usage =
        MachineUsage.of("cpu  100 1 20 1000 50 3 4 7 90 0\ncpu0 1 1 1 1 1 1 1 1 1 1\n");

    assertThat(usage).isEqualTo(new MachineUsage(1_280, 70, 11_850));
    assertThat(usage.since(new MachineUsage(280, 20, 1_850)))
        .isEqualTo(new MachineUsage(1_000, 50, 10_000));
  }

  @Test
  void thisProcess_hasUsedSomething() {
    long self = ProcessHandle.current().pid();

    assertThat(ProcessUsage.cpuMillis(self)).isPositive();
    assertThat(ProcessUsage.peakResidentBytes(self)).isGreaterThan(10_000_000);
  }

  @Test
  void processThatIsGone_hasUsedNothing() {
    assertThat(ProcessUsage.cpuMillis(Long.MAX_VALUE)).isZero();
    assertThat(ProcessUsage.peakResidentBytes(Long.MAX_VALUE)).isZero();
  }

  @Test
  void refusedRequests_areThoseSince_byKind() {
    String binding =
        "apiserver_request_total{code=\"%d\",component=\"apiserver\",resource=\"pods\",subresource=\"binding\",verb=\"POST\"}"
            + " %d\n";
    ServerCounters before = ServerCounters.of(binding.formatted(409, 2));
    ServerCounters after =
        ServerCounters.of(
            "# TYPE apiserver_request_total counter\n"
                + binding.formatted(409, 5)
                + binding.formatted(201, 900)
                + "apiserver_request_total{code=\"429\",resource=\"events\",subresource=\"\",verb=\"POST\"}"
                + " 1\n"
                + "apiserver_request_total{code=\"404\",resource=\"leases\",verb=\"GET\"} 0\n");

    assertThat(after.refusedSince(before))
        .isEqualTo(Map.of("POST pods/binding 409", 3L, "POST events 429", 1L));
  }

  @Test
  void podNumbers_areReadBackFromNames_andForeignNamesHaveNone() {
    assertThat(ClusterLoad.podNumber(ClusterLoad.podName(4711))).isEqualTo(4711);
    assertThat(ClusterLoad.podNumber("web-7")).isEqualTo(-1);
  }
}
