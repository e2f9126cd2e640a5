package dev.berth.explain;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Writes amounts of resources for people: cpu in cores, bytes with a binary suffix.
 *
 * <p>Threading: immutable.
 */
final class Amounts {
  private static final String[] SUFFIXES = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
  private static final int MILLI = 1000;
  private static final int KIBI = 1024;
  private static final int SHOWN_DECIMALS = 2;

  private Amounts() {}

  /**
   * The amount as text.
   *
   * @param amount of cpu in thousandths, of everything else in whole units
   */
  static String text(String resource, long amount) {
    if (resource.equals("cpu")) {
      return Math.abs(amount) < MILLI && amount != 0
          ? amount + "m"
          : plain(BigDecimal.valueOf(amount, 3));
    }
    return isBytes(resource) ? bytes(amount) : Long.toString(amount);
  }

  private static boolean isBytes(String resource) {
    return resource.equals("memory")
        || resource.equals("ephemeral-storage")
        || resource.startsWith("hugepages-");
  }

  private static String bytes(long amount) {
    BigDecimal shown = BigDecimal.valueOf(amount);
    int suffix = 0;
    while (shown.abs().compareTo(BigDecimal.valueOf(KIBI)) >= 0) {
      shown = shown.divide(BigDecimal.valueOf(KIBI));
      suffix++;
    }
    return plain(shown.setScale(SHOWN_DECIMALS, RoundingMode.HALF_UP)) + SUFFIXES[suffix];
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
