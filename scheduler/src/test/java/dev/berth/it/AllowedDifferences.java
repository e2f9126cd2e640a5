package dev.berth.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What two clusters may show differently, as {@code kubectl/allowed-differences.txt} lists it.
 *
 * <p>Threading: immutable.
 */
final class AllowedDifferences {
  private static final String NO_LINE = "-";
  private static final Splitter FIELDS = Splitter.onPattern(" +").limit(2);

  /** A pattern and what stands for it. */
  private record Rule(String replacement, Pattern pattern) {}

  private final List<Rule> rules;

  AllowedDifferences() {
    try {
      rules =
          Resources.readLines(
                  Resources.getResource(
                      AllowedDifferences.class, "kubectl/allowed-differences.txt"),
                  UTF_8)
              .stream()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(FIELDS::splitToList)
              .map(fields -> new Rule(fields.get(0), Pattern.compile(fields.get(1))))
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines without what may differ. */
  List<String> without(List<String> lines) {
    return lines.stream()
        .map(String::stripTrailing)
        .map(this::replaced)
        .filter(line -> rules.stream().noneMatch(rule -> leavesOut(rule, line)))
        .toList();
  }

  private static boolean leavesOut(Rule rule, String line) {
    return rule.replacement().equals(NO_LINE) && rule.pattern().matcher(line).find();
  }

  private String replaced(String line) {
    String replaced = line;
    for (Rule rule : rules) {
      if (!rule.replacement().equals(NO_LINE)) {
        replaced = rule.pattern().matcher(replaced).replaceAll(rule.replacement());
      }
    }
    return replaced;
  }
}
