package dev.berth.sandbox.registry;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An amount of a resource and its canonical text: {@code apimachinery/pkg/api/resource/quantity.go}
 * of Kubernetes 1.36.3.
 *
 * <p>Threading: immutable.
 */
record Quantity(BigDecimal value, Form form) {
  /** How it was written, and will be. */
  enum Form {
    DECIMAL,
    BINARY,
    EXPONENT
  }

  private static final String LOOSE = "([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)";

  private static final Pattern TEXT =
      Pattern.compile("([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+))([a-zA-Z]*|[eE][+-]?[0-9]{1,3})");
  private static final Map<String, Integer> DECIMAL =
      Map.ofEntries(
          Map.entry("n", -9),
          Map.entry("u", -6),
          Map.entry("m", -3),
          Map.entry("", 0),
          Map.entry("k", 3),
          Map.entry("M", 6),
          Map.entry("G", 9),
          Map.entry("T", 12),
          Map.entry("P", 15),
          Map.entry("E", 18));
  private static final String BINARY = "KMGTPE";
  private static final BigInteger KIBI = BigInteger.valueOf(1024);

  /** Amounts in lists of resources are rounded up to thousandths. */
  private static final int MILLI = 3;

  /** The quantity of this text, or null when it is none. */
  static @Nullable Quantity parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    BigDecimal number = new BigDecimal(parts.group(1));
    String suffix = parts.group(2);
    Integer power = DECIMAL.get(suffix);
    if (power != null) {
      return of(number.scaleByPowerOfTen(power), Form.DECIMAL);
    }
    int binary =
        suffix.length() == 2 && suffix.endsWith("i") ? BINARY.indexOf(suffix.charAt(0)) : -1;
    if (binary >= 0) {
      return of(number.multiply(new BigDecimal(KIBI.pow(binary + 1))), Form.BINARY);
    }
    if (suffix.length() > 1 && (suffix.charAt(0) == 'e' || suffix.charAt(0) == 'E')) {
      try {
        return of(number.scaleByPowerOfTen(Integer.parseInt(suffix.substring(1))), Form.EXPONENT);
      } catch (NumberFormatException e) {
        return null;
      }
    }
    return null;
  }

  /** What the server says about text that is no quantity. */
  static String complaint(String text) {
    return text.matches(LOOSE)
        ? "unable to parse quantity's suffix"
        : "quantities must match the regular expression '^" + LOOSE + "$'";
  }

  private static Quantity of(BigDecimal exact, Form form) {
    return new Quantity(exact.setScale(MILLI, RoundingMode.UP), form);
  }

  boolean isNegative() {
    return value.signum() < 0;
  }

  boolean isPositive() {
    return value.signum() > 0;
  }

  /** Whether it is whole, looked at in thousandths as the server does. */
  boolean isWhole() {
    return value.setScale(3, RoundingMode.CEILING).remainder(BigDecimal.ONE).signum() == 0;
  }

  int compareTo(Quantity other) {
    return value.compareTo(other.value);
  }

  Quantity plus(Quantity other) {
    return new Quantity(value.add(other.value), form);
  }

  /** The one text that the server shows for it. */
  String canonical() {
    if (value.signum() == 0) {
      return "0";
    }
    boolean whole = value.remainder(BigDecimal.ONE).signum() == 0;
    if (form == Form.BINARY && whole && value.abs().toBigInteger().compareTo(KIBI) >= 0) {
      return binary(value.toBigInteger());
    }
    return decimal(form == Form.EXPONENT);
  }

  private static String binary(BigInteger number) {
    int power = 0;
    while (power < BINARY.length() && number.mod(KIBI).signum() == 0) {
      number = number.divide(KIBI);
      power++;
    }
    return number + (power == 0 ? "" : BINARY.charAt(power - 1) + "i");
  }

  private String decimal(boolean exponent) {
    BigDecimal bare = value.stripTrailingZeros();
    int power = Math.floorDiv(-bare.scale(), 3) * 3;
    if (!exponent) {
      power = Math.min(power, 18);
    }
    String number = bare.scaleByPowerOfTen(-power).toBigIntegerExact().toString();
    if (exponent) {
      return power == 0 ? number : number + "e" + power;
    }
    int wanted = power;
    return number
        + DECIMAL.entrySet().stream()
            .filter(suffix -> suffix.getValue() == wanted)
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse("");
  }
}
