package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GoDurationTest {
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "15s, PT15S",
    "1h30m, PT1H30M",
    "1.5h, PT1H30M",
    ".5s, PT0.5S",
    "1.s, PT1S",
    "-2ms, PT-0.002S",
    "+2ms, PT0.002S",
    "100us, PT0.0001S",
    "100\u00b5s, PT0.0001S",
    "100\u03bcs, PT0.0001S",
    "1.9ns, PT0.000000001S",
    "0, PT0S",
    "-0, PT0S",
    "0s, PT0S",
    "1m1m, PT2M",
    "-9223372036854775808ns, PT-2562047H-47M-16.854775808S",
  })
  void duration_thatGoAccepts_isRead(String text, Duration want) {
    assertThat(GoDuration.parse(text)).isEqualTo(want);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "15",
        "s",
        ".s",
        "1d",
        "1 s",
        "1s ",
        "--1s",
        "1,5s",
        "1S",
        "9223372036854775808ns"
      })
  void duration_thatGoRefuses_isNone(String text) {
    assertThat(GoDuration.parse(text)).isNull();
  }

  @Test
  void duration_ofTheLargestValue_isRead() {
    assertThat(GoDuration.parse("9223372036854775807ns"))
        .isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
  }

  /** The table is what Go 1.26 prints. */
  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "0, 0s",
    "-1, -1ns",
    "-90000000000, -1m30s",
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
    "9223372036854775807, 2562047h47m16.854775807s",
    "-9223372036854775808, -2562047h47m16.854775808s"
  })
  void duration_isPrintedAsGoDoes_andReadBack(long nanos, String want) {
    assertThat(GoDuration.format(Duration.ofNanos(nanos))).isEqualTo(want);
    assertThat(GoDuration.parse(want)).isEqualTo(Duration.ofNanos(nanos));
  }
}
