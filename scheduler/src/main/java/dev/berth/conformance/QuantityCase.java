package dev.berth.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.model.Quantity;
import dev.berth.model.QuantityFormatException;

/** Compares one line of a file of quantities. */
final class QuantityCase {

  private static final String ERROR = "does not parse";

  private QuantityCase() {}

  static Finding compare(JsonNode line) {
    String want = line.path("error").asBoolean() ? ERROR : wanted(line);
    String got = parsed(line.path("in").asText());
    return want.equals(got)
        ? new Finding.Agree(Facet.QUANTITY)
        : new Finding.Disagree(Facet.QUANTITY, line.path("in").asText(), want, got);
  }

  private static String wanted(JsonNode line) {
    return describe(
        line.path("canonical").asText(),
        line.path("value").asLong(),
        line.path("milliValue").asLong(),
        line.path("isZero").asBoolean());
  }

  private static String parsed(String text) {
    try {
      Quantity quantity = Quantity.parse(text);
      return describe(
          quantity.canonical(), quantity.value(), quantity.milliValue(), quantity.isZero());
    } catch (QuantityFormatException wrong) {
      return ERROR;
    }
  }

  private static String describe(String canonical, long value, long milliValue, boolean zero) {
    return "%s = %d, %d milli%s".formatted(canonical, value, milliValue, zero ? ", zero" : "");
  }
}
