package dev.berth.config;

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
}
