package dev.berth.model;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Conversions of decimals to 64 bits with the roundings and overflows of Go's {@code resource}
 * package (math.go, scale_int.go; Kubernetes 1.36.3).
 */
final class GoDecimal {
  private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);
  private static final int MAX_POWER_OF_TEN = 18;

  private GoDecimal() {}

  /**
   * {@code value * 10^power} for a power of at least 0.
   *
   * @throws ArithmeticException if the product does not fit
   */
  static long timesPowerOfTen(long value, int power) {
    if (value == 0) {
      return 0;
    }
    long product = value;
    for (int i = 0; i < power; i++) {
      product = Math.multiplyExact(product, 10L);
    }
    return product;
  }

  /**
   * {@code value * 10^power} as Go converts it: a product that does not fit wraps around for the
   * powers that it multiplies with in one step, and is 0 for those that it goes to step by step.
   */
  static long timesPowerOfTenOverflowing(long value, int power) {
    return switch (power) {
      case 0, 1, 2, 3, 6, 9 -> value * powerOfTen(power);
      default -> {
        try {
          yield timesPowerOfTen(value, power);
        } catch (ArithmeticException overflow) {
          yield 0;
        }
      }
    };
  }

  /** {@code value / 10^power}, rounded away from zero. */
  static long divideRoundingUp(long value, int power) {
    long quotient = value;
    boolean fraction = false;
    for (int i = 0; i < power && quotient != 0; i++) {
      fraction |= quotient % 10 != 0;
      quotient /= 10;
    }
    return fraction ? quotient + Long.signum(value) : quotient;
  }

  /**
   * The low 64 bits of {@code decimal * 10^newScale}. A remainder adds one, for negative numbers
   * too, and a factor above {@code 10^18} is what the conversion of a too large float gives.
   */
  static long scaledValue(BigDecimal decimal, int newScale) {
    BigInteger unscaled = decimal.unscaledValue();
    int surplus = decimal.scale() - newScale;
    if (surplus == 0) {
      return unscaled.longValue();
    }
    if (surplus < 0) {
      return unscaled.longValue() * powerOfTen(-surplus);
    }
    if (surplus <= MAX_POWER_OF_TEN && unscaled.compareTo(MAX_LONG) < 0) {
      long divisor = powerOfTen(surplus);
      long low = unscaled.longValue();
      return low % divisor == 0 ? low / divisor : low / divisor + 1;
    }
    BigInteger divisor = BigInteger.TEN.pow(surplus);
    BigInteger remainder = unscaled.mod(divisor);
    long quotient = unscaled.subtract(remainder).divide(divisor).longValue();
    return remainder.signum() == 0 ? quotient : quotient + 1;
  }

  private static long powerOfTen(int power) {
    return power > MAX_POWER_OF_TEN ? Long.MIN_VALUE : timesPowerOfTen(1, power);
  }
}
