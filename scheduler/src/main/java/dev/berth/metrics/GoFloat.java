package dev.berth.metrics;

import java.math.BigDecimal;

/**
 * Numbers as Go prints them, because the bound of a bucket is a label, and a label is text.
 *
 * <p>Mirrors {@code strconv.FormatFloat(f, 'g', -1, 64)} as {@code github.com/prometheus/common}
 * uses it. Threading: immutable.
 */
final class GoFloat {
  private static final int EXPONENT_FROM = 6;
  private static final int EXPONENT_BELOW = -4;

  private GoFloat() {}

  static String text(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    return exponent < EXPONENT_BELOW || exponent >= EXPONENT_FROM
        ? scientific(shortest, exponent)
        : shortest.toPlainString();
  }

  private static String scientific(BigDecimal value, int exponent) {
    String mantissa = value.movePointLeft(exponent).toPlainString();
    int size = Math.abs(exponent);
    return mantissa + "e" + (exponent < 0 ? "-" : "+") + (size < 10 ? "0" : "") + size;
  }
}
