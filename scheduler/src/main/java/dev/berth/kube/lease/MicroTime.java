package dev.berth.kube.lease;

import dev.berth.kube.decode.KubeTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The micro form of times in the API, {@code 2026-01-01T00:00:01.000000Z}: always six digits, zeros
 * included, and always a zone; servers refuse less.
 *
 * <p>Threading: immutable.
 */
final class MicroTime {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final long MICROS_PER_SECOND = 1_000_000;

  private MicroTime() {}

  /** Micros since 1970, anything finer cut off. */
  static long ofInstant(Instant instant) {
    return instant.getEpochSecond() * MICROS_PER_SECOND
        + TimeUnit.NANOSECONDS.toMicros(instant.getNano());
  }

  static String format(long epochMicros) {
    long micros = Math.floorMod(epochMicros, MICROS_PER_SECOND);
    return FORMAT.format(
        Instant.ofEpochSecond(
            Math.floorDiv(epochMicros, MICROS_PER_SECOND), TimeUnit.MICROSECONDS.toNanos(micros)));
  }

  /** Micros since 1970, or {@code otherwise} when the text is no time. */
  static long parse(String text, long otherwise) {
    try {
      return KubeTime.epochMicros(text);
    } catch (DateTimeException notATime) {
      return otherwise;
    }
  }
}
