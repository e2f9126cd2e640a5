package dev.berth.sandbox.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;

/**
 * How long ago something was, in the two or three figures that a person needs: {@code 3m12s}.
 *
 * <p>Mirrors {@code HumanDuration} of {@code apimachinery/pkg/util/duration/duration.go},
 * Kubernetes 1.36.3. Threading: immutable.
 *
 * @param now the time it is told at
 */
record Age(Instant now) {
  private static final String UNKNOWN = "<unknown>";

  /** The age of a time that an object has, if it has it. */
  String of(JsonNode time) {
    return time.asText("").isEmpty() ? UNKNOWN : of(time.asText());
  }

  /** The age of a time in RFC 3339. */
  String of(String time) {
    return text(Duration.between(Instant.parse(time), now));
  }

  static String text(Duration age) {
    long seconds = age.toMillis() / 1000;
    long minutes = seconds / 60;
    long hours = minutes / 60;
    long days = hours / 24;
    if (seconds < -1) {
      return "<invalid>";
    }
    if (minutes < 2) {
      return Math.max(seconds, 0) + "s";
    }
    if (minutes < 10) {
      return minutes + "m" + rest(seconds % 60, "s");
    }
    if (hours < 3) {
      return minutes + "m";
    }
    if (hours < 8) {
      return hours + "h" + rest(minutes % 60, "m");
    }
    if (days < 2) {
      return hours + "h";
    }
    if (days < 8) {
      return days + "d" + rest(hours % 24, "h");
    }
    if (days < 2 * 365) {
      return days + "d";
    }
    return days / 365 + "y" + (days < 8 * 365 ? rest(days % 365, "d") : "");
  }

  private static String rest(long amount, String unit) {
    return amount == 0 ? "" : amount + unit;
  }
}
