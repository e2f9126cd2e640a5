package dev.berth.bench;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON with places such as {@code ${name}} in it.
 *
 * <p>Threading: immutable.
 */
record JsonTemplate(String text) {
  private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+)}");

  /** The same with these places filled, by texts that may have places of their own. */
  JsonTemplate with(Map<String, String> values) {
    return new JsonTemplate(
        PLACE
            .matcher(text)
            .replaceAll(
                place ->
                    Matcher.quoteReplacement(values.getOrDefault(place.group(1), place.group()))));
  }

  /**
   * The JSON, with every place filled.
   *
   * @throws IllegalArgumentException when there is a place without a value
   */
  String fill(Map<String, String> values) {
    String filled = with(values).text();
    Matcher left = PLACE.matcher(filled);
    if (left.find()) {
      throw new IllegalArgumentException(
          "the template has a place %s that nobody fills. Maybe one of %s?"
              .formatted(left.group(), values.keySet()));
    }
    return filled;
  }
}
