package dev.berth.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Durations as Go writes them: {@code 15s}, {@code 1h30m}, {@code 1.5h}, {@code -2ms}.
 *
 * <p>Mirrors {@code time.ParseDuration} and {@code Duration.String}: a sign, then numbers each with
 * a unit; only {@code 0} needs no unit; the whole must fit into 64 bits of nanoseconds (about 292
 * years).
 *
 * <p>Threading: immutable.
 */
public final class GoDuration {
  /** What may stand where a duration is wanted. */
  public static final String ALLOWED = "a duration such as 15s, 500ms or 1h30m";

  private static final Pattern PART =
      Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)");

  private static final Map<String, Long> NANOS_OF_UNIT =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "\u00b5s", 1_000L,
          "\u03bcs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private static final BigDecimal SECOND = BigDecimal.valueOf(1_000_000_000);
  private static final BigDecimal MILLI = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal MICRO = BigDecimal.valueOf(1_000);

  private GoDuration() {}

  /** Returns the duration that {@code text} means, or null when Go would not accept it. */
  public static @Nullable Duration parse(String text) {
    boolean negative = text.startsWith("-");
    String unsigned = negative || text.startsWith("+") ? text.substring(1) : text;
    BigInteger nanos = unsigned.equals("0") ? BigInteger.ZERO : nanos(unsigned);
    if (nanos == null) {
      return null;
    }
    BigInteger signed = negative ? nanos.negate() : nanos;
    return signed.bitLength() > 63 ? null : Duration.ofNanos(signed.longValueExact());
  }

  private static @Nullable BigInteger nanos(String unsigned) {
    BigInteger sum = BigInteger.ZERO;
    Matcher part = PART.matcher(unsigned);
    int end = 0;
    while (part.find() && part.start() == end) {
      BigDecimal unit = BigDecimal.valueOf(NANOS_OF_UNIT.getOrDefault(part.group(2), 0L));
      BigDecimal exact = new BigDecimal(part.group(1)).multiply(unit);
      sum = sum.add(exact.setScale(0, RoundingMode.DOWN).toBigIntegerExact());
      end = part.end();
    }
    return end == unsigned.length() && end > 0 ? sum : null;
  }

  /** The duration as Go prints it: {@code 1h0m0s}, {@code 2m3.5s}, {@code 200ms}. */
  public static String format(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos == 0) {
      return "0s";
    }
    String sign = nanos < 0 ? "-" : "";
    BigDecimal all = BigDecimal.valueOf(nanos).abs();
    if (all.compareTo(SECOND) < 0) {
      String unit = all.compareTo(MILLI) >= 0 ? "ms" : all.compareTo(MICRO) >= 0 ? "\u00b5s" : "ns";
      return sign
          + plain(all.divide(BigDecimal.valueOf(NANOS_OF_UNIT.getOrDefault(unit, 1L))))
          + unit;
    }
    long wholeMinutes = Math.abs(duration.toMinutes());
    BigDecimal seconds = all.divide(SECOND).subtract(BigDecimal.valueOf(wholeMinutes * 60));
    String hours = wholeMinutes >= 60 ? wholeMinutes / 60 + "h" : "";
    String minutes = wholeMinutes > 0 ? wholeMinutes % 60 + "m" : "";
    return sign + hours + minutes + plain(seconds) + "s";
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
