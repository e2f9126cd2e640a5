package dev.berth.kube.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KubeTimeTest {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 0",
    "1969-12-31T23:59:59Z, -1000000",
    "2000-02-29T12:00:00Z, 951825600000000",
    "1900-03-01T00:00:00Z, -2203891200000000",
    "0001-01-01T00:00:00Z, -62135596800000000",
    "9999-12-31T23:59:59Z, 253402300799000000",
    "2026-01-01T00:00:01.000042Z, 1767225601000042",
    "2026-01-01T00:00:01.5Z, 1767225601500000",
    "2026-01-01T00:00:01.123456789Z, 1767225601123456",
    "2026-01-01T02:00:01+02:00, 1767225601000000",
    "1969-12-31T23:59:59.999999Z, -1",
  })
  void aTime_isCountedInMicrosSince1970(String text, long want) {
    assertThat(KubeTime.epochMicros(text)).isEqualTo(want);
  }

  @Test
  void randomTimes_areThoseOfTheLibrary() {
    Random random = new Random(20260101);
    for (int i = 0; i < 20_000; i++) {
      long micros = random.nextLong(-62_135_596_800_000_000L, 253_402_300_799_000_000L);
      Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);

      assertThat(KubeTime.epochMicros(MICROS.format(instant))).isEqualTo(micros);
      assertThat(KubeTime.epochMicros(SECONDS.format(instant)))
          .isEqualTo(Math.floorDiv(micros, 1_000_000) * 1_000_000);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "2026-01-01",
        "2026-13-01T00:00:00Z",
        "2026-02-29T00:00:00Z",
        "2026-01-01T25:00:00Z",
        "2026-01-01T00:00:60Z",
        "2026-01-0xT00:00:00Z",
        "2026-01-01T00:00:00.00000xZ",
        "2026-01-01 00:00:00Z",
      })
  void whatIsNoTime_isRejected(String text) {
    assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> KubeTime.epochMicros(text));
  }
}
