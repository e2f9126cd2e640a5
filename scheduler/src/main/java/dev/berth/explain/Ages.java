package dev.berth.explain;

import java.time.Duration;

/**
 * Writes times for people, relative to now.
 *
 * <p>Threading: immutable.
 */
final class Ages {
  private static final int SECONDS_SHOWN_BELOW = 120;
  private static final int MINUTES_SHOWN_BELOW = 120;
  private static final int HOURS_SHOWN_BELOW = 48;

  private Ages() {}

  /** For example {@code 12 s}, {@code 3 min}, {@code 5 h}, {@code 4 d}; negative counts as 0. */
  static String text(Duration age) {
    Duration shown = age.isNegative() ? Duration.ZERO : age;
    if (shown.toSeconds() < SECONDS_SHOWN_BELOW) {
      return shown.toSeconds() + " s";
    }
    if (shown.toMinutes() < MINUTES_SHOWN_BELOW) {
      return shown.toMinutes() + " min";
    }
    return shown.toHours() < HOURS_SHOWN_BELOW ? shown.toHours() + " h" : shown.toDays() + " d";
  }
}
