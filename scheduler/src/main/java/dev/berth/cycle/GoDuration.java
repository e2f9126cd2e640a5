package dev.berth.cycle;

import java.math.BigDecimal;
import java.time.Duration;

/** A time as kube-scheduler prints it: {@code 1h0m0s}, {@code 2m3.5s}, {@code 200ms}. */
final class GoDuration {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private GoDuration() {}

  static String text(Duration time) {
    if (time.isZero()) {
      return "0s";
    }
    if (time.compareTo(Duration.ofSeconds(1)) < 0) {
      return subSecond(time.toNanos());
    }
    long hours = time.toHours();
    int minutes = time.toMinutesPart();
    String seconds = decimal(time.toNanos() % (60 * NANOS_PER_SECOND), 9) + "s";
    if (hours > 0) {
      return hours + "h" + minutes + "m" + seconds;
    }
    return minutes > 0 ? minutes + "m" + seconds : seconds;
  }

  private static String subSecond(long nanos) {
    if (nanos < 1_000) {
      return nanos + "ns";
    }
    return nanos < 1_000_000 ? decimal(nanos, 3) + "µs" : decimal(nanos, 6) + "ms";
  }

  private static String decimal(long unscaled, int scale) {
    BigDecimal value = BigDecimal.valueOf(unscaled, scale).stripTrailingZeros();
    return value.toPlainString();
  }
}
