package dev.berth.model;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Writes quantities in canonical form: no precision lost, no fraction, the largest suffix (Go:
 * {@code Quantity.CanonicalizeBytes}, Kubernetes 1.36.3). A power for which there is no suffix is
 * left out, as in Go.
 */
final class QuantityWriter {
  private static final BigInteger KIBI = BigInteger.valueOf(1024);
  private static final BigDecimal KIBI_DECIMAL = BigDecimal.valueOf(1024);

  private QuantityWriter() {}

  static String canonical(Quantity quantity) {
    if (quantity.isZero()) {
      return "0";
    }
    return switch (quantity.format()) {
      case DECIMAL_EXPONENT -> decimal(quantity, true);
      case DECIMAL_SI -> decimal(quantity, false);
      case BINARY_SI -> showsAsBinary(quantity) ? binary(quantity) : decimal(quantity, false);
    };
  }

  private static boolean showsAsBinary(Quantity quantity) {
    BigDecimal amount = quantity.decimal();
    return amount.abs().compareTo(KIBI_DECIMAL) >= 0
        && quantity.wholeUnits().compareTo(amount) == 0;
  }

  private static String decimal(Quantity quantity, boolean exponentNotation) {
    BigDecimal amount = quantity.decimal();
    BigInteger mantissa = amount.unscaledValue();
    int exponent = -amount.scale();
    int tens = trailingFactors(mantissa, BigInteger.TEN);
    mantissa = mantissa.divide(BigInteger.TEN.pow(tens));
    exponent += tens;
    int surplus = Math.floorMod(exponent, 3);
    mantissa = mantissa.multiply(BigInteger.TEN.pow(surplus));
    exponent -= surplus;
    return mantissa + (exponentNotation ? exponentSuffix(exponent) : decimalSuffix(exponent));
  }

  private static String binary(Quantity quantity) {
    BigInteger units = quantity.wholeUnits().unscaledValue();
    int kibis = trailingFactors(units, KIBI);
    return units.divide(KIBI.pow(kibis)) + binarySuffix(kibis);
  }

  /** How often the number can be divided by the factor without a remainder. */
  private static int trailingFactors(BigInteger number, BigInteger factor) {
    int times = 0;
    BigInteger rest = number;
    while (rest.signum() != 0) {
      BigInteger[] parts = rest.divideAndRemainder(factor);
      if (parts[1].signum() != 0) {
        break;
      }
      rest = parts[0];
      times++;
    }
    return times;
  }

  private static String exponentSuffix(int exponent) {
    return exponent == 0 ? "" : "e" + exponent;
  }

  private static String decimalSuffix(int exponent) {
    return switch (exponent) {
      case -9 -> "n";
      case -6 -> "u";
      case -3 -> "m";
      case 3 -> "k";
      case 6 -> "M";
      case 9 -> "G";
      case 12 -> "T";
      case 15 -> "P";
      case 18 -> "E";
      default -> "";
    };
  }

  private static String binarySuffix(int kibis) {
    return switch (kibis) {
      case 1 -> "Ki";
      case 2 -> "Mi";
      case 3 -> "Gi";
      case 4 -> "Ti";
      case 5 -> "Pi";
      case 6 -> "Ei";
      default -> "";
    };
  }
}
