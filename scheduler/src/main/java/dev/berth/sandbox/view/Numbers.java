package dev.berth.sandbox.view;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. Threading: immutable. */
public final class Numbers {
  private static final double NANOS_PER_MILLI = 1e6;

  private Numbers() {}

  /** {@code 0.42 ms}, with three digits that matter. */
  static String millis(long nanos) {
    double millis = nanos / NANOS_PER_MILLI;
    String format = millis < 10 ? "%.2f ms" : millis < 100 ? "%.1f ms" : "%.0f ms";
    return String.format(Locale.ROOT, format, millis);
  }

  /** {@code 5,000}. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 62%}; never 0% of something, nor 100% of less than all. */
  static String percent(double share) {
    if (share > 0 && share < 0.01) {
      return "1%";
    }
    if (share > 0.99 && share < 1) {
      return "99%";
    }
    return Math.round(share * 100) + "%";
  }

  /** {@code 01:07}, or {@code 2:01:07}. */
  static String clock(Duration elapsed) {
    return elapsed.toHours() == 0
        ? String.format(Locale.ROOT, "%02d:%02d", elapsed.toMinutesPart(), elapsed.toSecondsPart())
        : String.format(
            Locale.ROOT,
            "%d:%02d:%02d",
            elapsed.toHours(),
            elapsed.toMinutesPart(),
            elapsed.toSecondsPart());
  }

  /** {@code 1.4 s}. */
  public static String seconds(Duration elapsed) {
    return String.format(Locale.ROOT, "%.1f s", elapsed.toMillis() / 1000.0);
  }

  /** {@code 1 node}, {@code 5,000 nodes}. */
  public static String things(long number, String singular) {
    return count(number) + " " + singular + (number == 1 ? "" : "s");
  }
}
