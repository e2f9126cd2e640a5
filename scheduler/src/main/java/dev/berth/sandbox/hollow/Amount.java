package dev.berth.sandbox.hollow;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads quantities exactly: {@code 100m}, {@code 1.5Gi}, {@code 2e3}.
 *
 * <p>What counts as one, the rounding up to a billionth and the largest are as in {@code
 * apimachinery/pkg/api/resource/quantity.go}, Kubernetes 1.36.3. Threading: any thread.
 */
final class Amount {
  private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final int SMALLEST_SCALE = 9;

  /** Beyond this many zeros every amount but zero is the largest or the smallest there is. */
  private static final int FARTHEST_EXPONENT = 60;

  private static final int LONGEST = 200;
  private static final Pattern FORM =
      Pattern.compile(
          "(?<number>[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+))"
              + "(?:(?<unit>[KMGTPE]i|[numkMGTPE])|[eE](?<exponent>[+-]?\\d{1,9}))?");
  private static final Map<String, BigDecimal> UNITS = units();

  private Amount() {}

  private static Map<String, BigDecimal> units() {
    Map<String, BigDecimal> units = new TreeMap<>();
    String[] decimal = {"n", "u", "m", "", "k", "M", "G", "T", "P", "E"};
    for (int i = 0; i < decimal.length; i++) {
      units.put(decimal[i], BigDecimal.ONE.scaleByPowerOfTen(3 * (i - 3)));
    }
    String[] binary = {"Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
    for (int i = 0; i < binary.length; i++) {
      units.put(binary[i], BigDecimal.TWO.pow(10 * (i + 1)));
    }
    return units;
  }

  /**
   * The exact amount.
   *
   * @param path where it stands, for the message
   */
  static BigDecimal read(JsonNode value, String path) {
    String text = value.isValueNode() && !value.isNull() ? value.asText() : value.toString();
    Matcher form = FORM.matcher(text);
    if (text.length() > LONGEST || !form.matches()) {
      throw new UnreadableObject(
          path + ": \"" + text + "\" is no quantity. Maybe 500m, 2 or 1.5Gi is meant");
    }
    BigDecimal number = new BigDecimal(form.group("number"));
    String unit = form.group("unit");
    String exponent = form.group("exponent");
    BigDecimal exact =
        exponent == null
            ? number.multiply(UNITS.getOrDefault(unit == null ? "" : unit, BigDecimal.ONE))
            : number.scaleByPowerOfTen(bounded(Integer.parseInt(exponent)));
    return exact
        .setScale(SMALLEST_SCALE, RoundingMode.UP)
        .min(LARGEST)
        .max(LARGEST.negate())
        .stripTrailingZeros();
  }

  /** The exact amounts of a list such as {@code requests}, by resource. */
  static Map<String, BigDecimal> readAll(JsonNode list, String path) {
    Map<String, BigDecimal> amounts = new TreeMap<>();
    list.properties()
        .forEach(
            each ->
                amounts.put(
                    each.getKey(), read(each.getValue(), path + "[" + each.getKey() + "]")));
    return amounts;
  }

  /** In the units in which kubelets compare: thousandths of a CPU, and whole ones of all else. */
  static BigDecimal counted(String resource, BigDecimal exact) {
    BigDecimal scaled = resource.equals("cpu") ? exact.scaleByPowerOfTen(3) : exact;
    return scaled.setScale(0, RoundingMode.CEILING);
  }

  private static int bounded(int exponent) {
    return Math.clamp(exponent, -FARTHEST_EXPONENT, FARTHEST_EXPONENT);
  }
}
