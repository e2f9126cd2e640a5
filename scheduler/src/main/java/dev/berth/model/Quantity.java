package dev.berth.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes resource quantity: an exact decimal number and the notation it came in.
 *
 * <p>As in Go there are two representations, and which one a value has shows when it overflows:
 * {@code small * 10^exponent} with a 64-bit {@code small}, and an arbitrarily long decimal, which
 * round negative numbers and overflow differently. Every operation chooses between them as Go does.
 *
 * <p>Mirrors {@code apimachinery/pkg/api/resource} of Kubernetes 1.36.3 (quantity.go, amount.go,
 * math.go, scale_int.go) and {@code gopkg.in/inf.v0}.
 *
 * <p>Threading: immutable.
 */
public final class Quantity implements Comparable<Quantity> {
  /** Nothing. */
  public static final Quantity ZERO = small(0, 0, QuantityFormat.DECIMAL_SI, "0");

  private final long small;
  private final int exponent;

  /** The long representation; when present, {@code small} and {@code exponent} are 0. */
  private final @Nullable BigDecimal big;

  private final QuantityFormat format;

  /** The text this was parsed from, if Go would write it back unchanged. */
  private final @Nullable String text;

  private Quantity(
      long small,
      int exponent,
      @Nullable BigDecimal big,
      QuantityFormat format,
      @Nullable String text) {
    this.small = small;
    this.exponent = exponent;
    this.big = big;
    this.format = format;
    this.text = text;
  }

  static Quantity small(long value, int exponent, QuantityFormat format, @Nullable String text) {
    return new Quantity(value, exponent, null, format, text);
  }

  static Quantity big(BigDecimal value, QuantityFormat format) {
    return new Quantity(0, 0, value, format, null);
  }

  /**
   * Reads a quantity, without surrounding white space.
   *
   * @throws QuantityFormatException if the text is not a quantity
   */
  public static Quantity parse(String text) {
    Quantity fast = QuantityParser.parseCommon(text);
    return fast != null ? fast : QuantityParser.parseAny(text);
  }

  static Quantity ofMilli(long thousandths) {
    return small(thousandths, -3, QuantityFormat.DECIMAL_SI, null);
  }

  public static Quantity ofWhole(long units) {
    return small(units, 0, QuantityFormat.DECIMAL_SI, null);
  }

  /** So many units, in the notation of bytes: {@code 1536Mi}. */
  public static Quantity ofBytes(long units) {
    return small(units, 0, QuantityFormat.BINARY_SI, null);
  }

  /** Whole units, rounded away from zero; what Go's overflow leaves if they do not fit. */
  public long value() {
    return scaled(0);
  }

  /** Thousandths, rounded away from zero; what Go's overflow leaves if they do not fit. */
  public long milliValue() {
    return scaled(-3);
  }

  private long scaled(int unitExponent) {
    if (big != null) {
      return GoDecimal.scaledValue(big, -unitExponent);
    }
    return exponent < unitExponent
        ? GoDecimal.divideRoundingUp(small, unitExponent - exponent)
        : GoDecimal.timesPowerOfTenOverflowing(small, exponent - unitExponent);
  }

  /** Whether this is exactly zero. */
  public boolean isZero() {
    return big != null ? big.signum() == 0 : small == 0;
  }

  /** The sum, in the notation of this quantity, or of the other one if this is zero. */
  public Quantity plus(Quantity other) {
    if (big == null && other.big == null) {
      Quantity sum = plusSmall(other);
      if (sum != null) {
        return sum;
      }
    }
    return big(decimal().add(other.decimal()), isZero() ? other.format : format);
  }

  /** The difference, as {@link #plus}. */
  public Quantity minus(Quantity other) {
    return plus(other.negated());
  }

  private Quantity negated() {
    return big == null && small != Long.MIN_VALUE
        ? small(-small, exponent, format, null)
        : big(decimal().negate(), format);
  }

  /** -1, 0 or 1. */
  public int sign() {
    return big != null ? big.signum() : Long.signum(small);
  }

  /** The whole number that this is, null where Go's {@code AsInt64} finds none. */
  public @Nullable Long exactValue() {
    if (big != null || exponent < 0) {
      return null;
    }
    try {
      return GoDecimal.timesPowerOfTen(small, exponent);
    } catch (ArithmeticException overflow) {
      return null;
    }
  }

  /** The number nearby that Go's {@code AsApproximateFloat64} gives. */
  public double approximateValue() {
    double base = big != null ? big.unscaledValue().doubleValue() : small;
    int power = big != null ? -big.scale() : exponent;
    return power == 0 ? base : base * Math.pow(10, power);
  }

  private @Nullable Quantity plusSmall(Quantity other) {
    QuantityFormat sumFormat = small == 0 ? other.format : format;
    if (other.small == 0) {
      return small(small, exponent, sumFormat, null);
    }
    if (small == 0) {
      return small(other.small, other.exponent, sumFormat, null);
    }
    int commonExponent = Math.min(exponent, other.exponent);
    try {
      long mine = GoDecimal.timesPowerOfTen(small, exponent - commonExponent);
      long others = GoDecimal.timesPowerOfTen(other.small, other.exponent - commonExponent);
      return small(Math.addExact(mine, others), commonExponent, sumFormat, null);
    } catch (ArithmeticException overflow) {
      return null;
    }
  }

  /**
   * The greater of the two, this one if they are equal. A candidate that had to be compared as a
   * long decimal stays one, as in Go, which shows when it overflows.
   */
  Quantity max(Quantity candidate) {
    if (candidate.compareTo(this) <= 0) {
      return this;
    }
    boolean mixed = (big == null) != (candidate.big == null);
    return mixed ? candidate.asBig() : candidate;
  }

  private Quantity asBig() {
    return new Quantity(0, 0, decimal(), format, text);
  }

  @Override
  public int compareTo(Quantity other) {
    if (big == null && other.big == null && exponent == other.exponent) {
      return Long.compare(small, other.small);
    }
    return decimal().compareTo(other.decimal());
  }

  /** How the API server writes this quantity back. */
  public String canonical() {
    return text != null ? text : QuantityWriter.canonical(this);
  }

  QuantityFormat format() {
    return format;
  }

  boolean isBig() {
    return big != null;
  }

  long small() {
    return small;
  }

  int exponent() {
    return exponent;
  }

  BigDecimal decimal() {
    return big != null ? big : new BigDecimal(BigInteger.valueOf(small), -exponent);
  }

  /** The long form of this, rounded away from zero to whole units. */
  BigDecimal wholeUnits() {
    return decimal().setScale(0, RoundingMode.UP);
  }

  /** Same number, whatever the notation. */
  @Override
  public boolean equals(@Nullable Object o) {
    return this == o || (o instanceof Quantity other && compareTo(other) == 0);
  }

  @Override
  public int hashCode() {
    return isZero() ? 0 : decimal().stripTrailingZeros().hashCode();
  }

  @Override
  public String toString() {
    return canonical();
  }
}
