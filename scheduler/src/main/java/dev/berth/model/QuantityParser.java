package dev.berth.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Reads quantities, accepting and refusing exactly what {@code resource.ParseQuantity} of
 * Kubernetes 1.36.3 does, oddities such as {@code "+"} (zero) and {@code "1."} included. One limit
 * is ours: decimal exponents beyond {@link #MAX_EXPONENT} are refused, because arithmetic on them
 * takes time and memory in proportion.
 */
final class QuantityParser {
  private static final String SUFFIX_LETTERS = "eEinumkKMGTP";
  private static final BigDecimal MAX_BINARY = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final int NANO_SCALE = 9;
  private static final int MAX_LONG_DIGITS = 18;
  private static final int MAX_EXPONENT = 10_000;
  private static final int UNKNOWN_SUFFIX = Integer.MIN_VALUE;

  private final String text;
  private boolean negative;

  /** Sign, digits and decimal point. */
  private String number = "";

  private String digits = "";
  private String decimals = "";
  private String suffix = "";

  private QuantityParser(String text) {
    this.text = text;
  }

  /**
   * The notations that nearly every object uses, without intermediate strings: a number of up to 9
   * digits that does not start with 0, alone or followed by {@code m}, {@code Ki}, {@code Mi} or
   * {@code Gi} (Gi: up to 5 digits). Null for anything else.
   */
  static @Nullable Quantity parseCommon(String text) {
    int length = text.length();
    int end = 0;
    long value = 0;
    while (end < length && isDigit(text.charAt(end))) {
      value = value * 10 + (text.charAt(end) - '0');
      end++;
      if (end > 9) {
        return null;
      }
    }
    if (end == 0 || text.charAt(0) == '0') {
      return null;
    }
    return switch (length - end) {
      case 0 -> decimalCommon(value, 0, text);
      case 1 -> text.charAt(end) == 'm' ? decimalCommon(value, -3, text) : null;
      case 2 -> text.charAt(end + 1) == 'i' ? binaryCommon(value, end, text) : null;
      default -> null;
    };
  }

  private static Quantity decimalCommon(long value, int exponent, String text) {
    String reusable = value % 1000 != 0 ? text : null;
    return Quantity.small(value, exponent, QuantityFormat.DECIMAL_SI, reusable);
  }

  private static @Nullable Quantity binaryCommon(long value, int digitCount, String text) {
    int shift =
        switch (text.charAt(digitCount)) {
          case 'K' -> 10;
          case 'M' -> 20;
          case 'G' -> 30;
          default -> -1;
        };
    if (shift < 0 || binaryPrecision(digitCount, shift) < 0) {
      return null;
    }
    String reusable = (value & 7) != 0 ? text : null;
    return Quantity.small(value << shift, 0, QuantityFormat.BINARY_SI, reusable);
  }

  /** Decimal digits left of the 15 that a small binary quantity may have. */
  private static int binaryPrecision(int digitCount, int shift) {
    return 15 - digitCount - shift * 3 / 10 - 1;
  }

  /** Any notation. */
  static Quantity parseAny(String text) {
    if (text.isEmpty()) {
      throw new QuantityFormatException(text, "is empty");
    }
    if (text.equals("0")) {
      return Quantity.ZERO;
    }
    QuantityParser parser = new QuantityParser(text);
    parser.split();
    return parser.interpret();
  }

  /** Cuts the text into sign, digits, decimals and suffix. Leading zeros are not digits. */
  private void split() {
    int end = text.length();
    int pos = 0;
    char first = text.charAt(0);
    if (first == '-' || first == '+') {
      negative = first == '-';
      pos++;
    }
    while (pos < end && text.charAt(pos) == '0') {
      pos++;
    }
    if (pos == end) {
      digits = "0";
      number = "0";
      return;
    }
    int start = pos;
    pos = skipDigits(pos);
    digits = pos == start ? "0" : text.substring(start, pos);
    if (pos < end && text.charAt(pos) == '.') {
      start = pos + 1;
      pos = skipDigits(start);
      decimals = text.substring(start, pos);
    }
    number = text.substring(0, pos);
    suffix = text.substring(pos);
    while (pos < end && SUFFIX_LETTERS.indexOf(text.charAt(pos)) >= 0) {
      pos++;
    }
    if (pos < end && (text.charAt(pos) == '-' || text.charAt(pos) == '+')) {
      pos++;
    }
    if (skipDigits(pos) < end) {
      throw new QuantityFormatException(text, "is not a number with a suffix");
    }
  }

  private int skipDigits(int from) {
    int pos = from;
    while (pos < text.length() && isDigit(text.charAt(pos))) {
      pos++;
    }
    return pos;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private Quantity interpret() {
    int shift = binaryShift(suffix);
    if (shift > 0) {
      Quantity small =
          decimals.isEmpty() && binaryPrecision(digits.length(), shift) >= 0
              ? smallBinary(shift)
              : null;
      return small != null ? small : bigBinary(shift);
    }
    int exponent = decimalExponent(suffix);
    QuantityFormat format = QuantityFormat.DECIMAL_SI;
    if (exponent == UNKNOWN_SUFFIX) {
      exponent = explicitExponent();
      format = QuantityFormat.DECIMAL_EXPONENT;
    }
    boolean fits = digits.length() + decimals.length() <= MAX_LONG_DIGITS;
    return fits && exponent - decimals.length() >= -NANO_SCALE
        ? smallDecimal(exponent, format)
        : bigDecimal(exponent, format);
  }

  private @Nullable Quantity smallBinary(int shift) {
    long value = Long.parseLong(digits);
    long product;
    try {
      product = Math.multiplyExact(value, 1L << shift);
    } catch (ArithmeticException overflow) {
      return null;
    }
    String reusable = (value & 7) != 0 ? text : null;
    return Quantity.small(signed(product), 0, QuantityFormat.BINARY_SI, reusable);
  }

  private Quantity bigBinary(int shift) {
    BigDecimal amount = magnitude().multiply(new BigDecimal(BigInteger.ONE.shiftLeft(shift)));
    amount = atLeastNano(amount).min(MAX_BINARY);
    boolean belowOne = amount.signum() > 0 && amount.compareTo(BigDecimal.ONE) < 0;
    return Quantity.big(
        signed(amount), belowOne ? QuantityFormat.DECIMAL_SI : QuantityFormat.BINARY_SI);
  }

  private Quantity smallDecimal(int exponent, QuantityFormat format) {
    String shifted = digits + decimals;
    int scale = exponent - decimals.length();
    boolean canonical = scale % 3 == 0 && !shifted.endsWith("000") && shifted.charAt(0) != '0';
    return Quantity.small(signed(Long.parseLong(shifted)), scale, format, canonical ? text : null);
  }

  private Quantity bigDecimal(int exponent, QuantityFormat format) {
    BigDecimal plain = magnitude();
    BigDecimal amount = new BigDecimal(plain.unscaledValue(), plain.scale() - exponent);
    return Quantity.big(signed(atLeastNano(amount)), format);
  }

  /** Rounded away from zero to nano units; zero is left alone. */
  private static BigDecimal atLeastNano(BigDecimal amount) {
    return amount.signum() == 0 ? amount : amount.setScale(NANO_SCALE, RoundingMode.UP);
  }

  private BigDecimal magnitude() {
    boolean hasDigit = number.chars().anyMatch(c -> isDigit((char) c));
    if (!hasDigit) {
      throw new QuantityFormatException(text, "has no digits");
    }
    return new BigDecimal(new BigInteger(digits + decimals), decimals.length());
  }

  private long signed(long magnitude) {
    return negative ? -magnitude : magnitude;
  }

  private BigDecimal signed(BigDecimal magnitude) {
    return negative ? magnitude.negate() : magnitude;
  }

  private int explicitExponent() {
    if (suffix.length() < 2 || (suffix.charAt(0) != 'e' && suffix.charAt(0) != 'E')) {
      throw new QuantityFormatException(text, "has the unknown suffix \"" + suffix + "\"");
    }
    long exponent;
    try {
      exponent = Long.parseLong(suffix.substring(1));
    } catch (NumberFormatException e) {
      throw new QuantityFormatException(text, "has the unknown exponent \"" + suffix + "\"");
    }
    if (Math.abs(exponent) > MAX_EXPONENT) {
      throw new QuantityFormatException(
          text, "has an exponent outside -" + MAX_EXPONENT + ".." + MAX_EXPONENT);
    }
    return (int) exponent;
  }

  private static int binaryShift(String suffix) {
    return switch (suffix) {
      case "Ki" -> 10;
      case "Mi" -> 20;
      case "Gi" -> 30;
      case "Ti" -> 40;
      case "Pi" -> 50;
      case "Ei" -> 60;
      default -> 0;
    };
  }

  private static int decimalExponent(String suffix) {
    return switch (suffix) {
      case "n" -> -9;
      case "u" -> -6;
      case "m" -> -3;
      case "" -> 0;
      case "k" -> 3;
      case "M" -> 6;
      case "G" -> 9;
      case "T" -> 12;
      case "P" -> 15;
      case "E" -> 18;
      default -> UNKNOWN_SUFFIX;
    };
  }
}
