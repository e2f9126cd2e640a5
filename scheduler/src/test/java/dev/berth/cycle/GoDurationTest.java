package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table is what Go 1.26's {@code time.Duration.String} prints. */
final class GoDurationTest {

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "0, 0s",
    "1, 1ns",
    "999, 999ns",
    "1000, 1µs",
    "1100, 1.1µs",
    "1001000, 1.001ms",
    "200000000, 200ms",
    "999999999, 999.999999ms",
    "1000000000, 1s",
    "1500000000, 1.5s",
    "3300000001, 3.300000001s",
    "10000000000, 10s",
    "59999999999, 59.999999999s",
    "60000000000, 1m0s",
    "90000000000, 1m30s",
    "245001000000, 4m5.001s",
    "600000000000, 10m0s",
    "900000000000, 15m0s",
    "3600000000000, 1h0m0s",
    "18367001000000, 5h6m7.001s",
    "36000000000001, 10h0m0.000000001s",
    "9223372036854775807, 2562047h47m16.854775807s"
  })
  void text_isGos(long nanos, String want) {
    assertThat(GoDuration.text(Duration.ofNanos(nanos))).isEqualTo(want);
  }
}
