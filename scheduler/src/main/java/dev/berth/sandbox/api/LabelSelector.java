package dev.berth.sandbox.api;

import dev.berth.sandbox.objects.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Requirements on labels, as the query parameter {@code labelSelector} writes them: {@code
 * apimachinery/pkg/labels/selector.go} of Kubernetes 1.36.3.
 *
 * <p>Threading: immutable.
 */
record LabelSelector(List<Requirement> requirements) {

  /** What one label must be. */
  sealed interface Requirement {
    String key();

    boolean holds(@Nullable String value);

    record In(String key, Set<String> values) implements Requirement {
      @Override
      public boolean holds(@Nullable String value) {
        return value != null && values.contains(value);
      }
    }

    /** Holds for an absent label too. */
    record NotIn(String key, Set<String> values) implements Requirement {
      @Override
      public boolean holds(@Nullable String value) {
        return value == null || !values.contains(value);
      }
    }

    record Exists(String key) implements Requirement {
      @Override
      public boolean holds(@Nullable String value) {
        return value != null;
      }
    }

    record DoesNotExist(String key) implements Requirement {
      @Override
      public boolean holds(@Nullable String value) {
        return value == null;
      }
    }

    /**
     * Holds for numbers on one side of a bound.
     *
     * @param sign of the comparison of a value that is a number with the bound
     */
    record Compares(String key, int sign, long bound) implements Requirement {
      @Override
      public boolean holds(@Nullable String value) {
        if (value == null) {
          return false;
        }
        try {
          return Long.compare(Long.parseLong(value), bound) == sign;
        } catch (NumberFormatException _) {
          return false;
        }
      }
    }
  }

  LabelSelector {
    requirements = List.copyOf(requirements);
  }

  boolean isEmpty() {
    return requirements.isEmpty();
  }

  boolean matches(Map<String, String> labels) {
    for (Requirement requirement : requirements) {
      if (!requirement.holds(labels.get(requirement.key()))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads one.
   *
   * @throws StatusException 400 when it is none
   */
  static LabelSelector parse(String text) {
    return new Parser(text).parse();
  }

  /** Reads from left to right, a word or a sign at a time. Threading: one thread. */
  private static final class Parser {
    private static final Pattern KEY =
        Pattern.compile(
            "([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
    private static final String SIGNS = "=!<>,()";
    private final String text;
    private int at;

    private Parser(String text) {
      this.text = text;
    }

    private LabelSelector parse() {
      List<Requirement> requirements = new ArrayList<>();
      while (!peek().isEmpty()) {
        requirements.add(requirement());
        if (!peek().isEmpty()) {
          expect(",");
          requireMore();
        }
      }
      return new LabelSelector(requirements);
    }

    private void requireMore() {
      String next = peek();
      if (next.isEmpty() || next.equals(",")) {
        throw StatusException.badRequest(
            "found '%s', expected: identifier after ','".formatted(next));
      }
    }

    private Requirement requirement() {
      if (peek().equals("!")) {
        next();
        return new Requirement.DoesNotExist(key());
      }
      String key = key();
      String operator = peek();
      if (operator.isEmpty() || operator.equals(",")) {
        return new Requirement.Exists(key);
      }
      next();
      return switch (operator) {
        case "=", "==" -> new Requirement.In(key, Set.of(value()));
        case "!=" -> new Requirement.NotIn(key, Set.of(value()));
        case "in" -> new Requirement.In(key, values());
        case "notin" -> new Requirement.NotIn(key, values());
        case ">" -> new Requirement.Compares(key, 1, number());
        case "<" -> new Requirement.Compares(key, -1, number());
        default -> throw unexpected(operator, "in, notin, =, ==, !=, gt, lt");
      };
    }

    private String key() {
      String key = next();
      if (key.isEmpty() || isSign(key)) {
        throw unexpected(key, "identifier");
      }
      if (!KEY.matcher(key).matches()) {
        throw StatusException.badRequest(
            "unable to parse requirement: <nil>: Invalid value: \"%s\": no label has such a name"
                .formatted(key));
      }
      return key;
    }

    /** May be empty: {@code a=} and {@code a=,b}. */
    private String value() {
      String value = peek();
      if (value.isEmpty() || value.equals(",")) {
        return "";
      }
      if (isSign(value)) {
        throw unexpected(value, "identifier");
      }
      return next();
    }

    private long number() {
      String value = value();
      try {
        return Long.parseLong(value);
      } catch (NumberFormatException _) {
        throw StatusException.badRequest(
            "unable to parse requirement: values[0]: Invalid value: \"%s\": for 'Gt', 'Lt'"
                    .formatted(value)
                + " operators, the value must be an integer");
      }
    }

    private Set<String> values() {
      Set<String> values = new TreeSet<>();
      expect("(");
      values.add(valueInSet());
      while (peek().equals(",")) {
        next();
        values.add(valueInSet());
      }
      expect(")");
      return values;
    }

    private String valueInSet() {
      return peek().equals(")") ? "" : value();
    }

    private void expect(String wanted) {
      String found = next();
      if (!found.equals(wanted)) {
        throw StatusException.badRequest(
            "unable to parse requirement: found '%s' expected: '%s'".formatted(found, wanted));
      }
    }

    private static boolean isSign(String token) {
      return !token.isEmpty() && SIGNS.indexOf(token.charAt(0)) >= 0;
    }

    private static StatusException unexpected(String found, String expected) {
      return StatusException.badRequest(
          "unable to parse requirement: found '%s', expected: %s".formatted(found, expected));
    }

    private String peek() {
      int before = at;
      String token = next();
      at = before;
      return token;
    }

    /** Empty at the end. */
    private String next() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      int start = at;
      if (at < text.length() && SIGNS.indexOf(text.charAt(at)) >= 0) {
        at += text.startsWith("==", at) || text.startsWith("!=", at) ? 2 : 1;
        return text.substring(start, at);
      }
      while (at < text.length()
          && SIGNS.indexOf(text.charAt(at)) < 0
          && !Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      return text.substring(start, at);
    }
  }
}
