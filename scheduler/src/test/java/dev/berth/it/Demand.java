package dev.berth.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Amounts of resources, computed from JSON: cpu in thousandths, everything else in whole units.
 *
 * <p>Threading: any thread.
 */
final class Demand {

  private static final Pattern QUANTITY =
      Pattern.compile("([+-]?[0-9]*\\.?[0-9]*)(?:([KMGTPE]i)|([numkMGTPE]?)|[eE]([+-]?[0-9]+))");

  /** Powers of 1024, from Ki on. */
  private static final String BINARY = "KMGTPE";

  /** Powers of 1000, from the thousand-millionth on; the empty place is one. */
  private static final String DECIMAL = "num kMGTPE";

  private static final int DECIMAL_ONE = DECIMAL.indexOf(' ');

  private Demand() {}

  /** What a pod takes of its node, "pods" included. */
  static Map<String, Long> of(JsonNode pod) {
    JsonNode spec = pod.path("spec");
    Map<String, Long> running = new TreeMap<>();
    Map<String, Long> peak = new TreeMap<>();
    for (JsonNode init : spec.path("initContainers")) {
      Map<String, Long> own = amounts(init.at("/resources/requests"));
      if (init.path("restartPolicy").asText().equals("Always")) {
        own.forEach((name, amount) -> running.merge(name, amount, Long::sum));
        raise(peak, running);
      } else {
        Map<String, Long> beside = new TreeMap<>(running);
        own.forEach((name, amount) -> beside.merge(name, amount, Long::sum));
        raise(peak, beside);
      }
    }
    for (JsonNode container : spec.path("containers")) {
      amounts(container.at("/resources/requests"))
          .forEach((name, amount) -> running.merge(name, amount, Long::sum));
    }
    raise(peak, running);
    peak.putAll(amounts(spec.at("/resources/requests")));
    amounts(spec.path("overhead")).forEach((name, amount) -> peak.merge(name, amount, Long::sum));
    peak.put("pods", 1L);
    return peak;
  }

  static Map<String, Long> amounts(JsonNode list) {
    Map<String, Long> amounts = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : list.properties()) {
      amounts.put(entry.getKey(), amount(entry.getKey(), entry.getValue().asText()));
    }
    return amounts;
  }

  private static void raise(Map<String, Long> peak, Map<String, Long> sum) {
    sum.forEach((name, amount) -> peak.merge(name, amount, Math::max));
  }

  private static long amount(String resource, String text) {
    Matcher matcher = QUANTITY.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("This is no quantity: " + text);
    }
    return new BigDecimal(matcher.group(1))
        .multiply(scale(matcher))
        .movePointRight(resource.equals("cpu") ? 3 : 0)
        .setScale(0, RoundingMode.CEILING)
        .longValueExact();
  }

  private static BigDecimal scale(Matcher quantity) {
    if (quantity.group(2) != null) {
      return BigDecimal.valueOf(1024).pow(1 + BINARY.indexOf(quantity.group(2).charAt(0)));
    }
    if (quantity.group(4) != null) {
      return BigDecimal.ONE.scaleByPowerOfTen(Integer.parseInt(quantity.group(4)));
    }
    String suffix = quantity.group(3).isEmpty() ? " " : quantity.group(3);
    return BigDecimal.ONE.scaleByPowerOfTen(3 * (DECIMAL.indexOf(suffix) - DECIMAL_ONE));
  }
}
