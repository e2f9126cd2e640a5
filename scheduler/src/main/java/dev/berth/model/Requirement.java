package dev.berth.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One compiled condition on labels.
 *
 * <p>Mirrors {@code labels.Requirement}, apimachinery 1.36.3.
 *
 * <p>Threading: immutable.
 */
record Requirement(String key, Operator operator, List<String> values, long bound) {
  enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    DOES_NOT_EXIST,
    GREATER,
    LESS
  }

  /** Compiles a condition; null if it is wrong, which is then in {@code errors}. */
  static @Nullable Requirement compile(
      String path, String key, Operator operator, List<String> values, FieldErrors errors) {
    int before = errors.list().size();
    List<String> keyErrors = LabelSyntax.keyErrors(key);
    if (!keyErrors.isEmpty()) {
      errors.invalid(path + "key", FieldErrors.quote(key), String.join("; ", keyErrors));
    }
    long bound = checkValues(path + "values", operator, values, errors);
    for (int i = 0; i < values.size(); i++) {
      List<String> valueErrors = LabelSyntax.valueErrors(values.get(i));
      if (!valueErrors.isEmpty()) {
        errors.invalid(
            path + "values[" + i + "][" + key + "]",
            FieldErrors.quote(values.get(i)),
            String.join("; ", valueErrors));
      }
    }
    return errors.list().size() > before ? null : new Requirement(key, operator, values, bound);
  }

  /** Checks the number and form of the values; returns the bound of {@code Gt} and {@code Lt}. */
  private static long checkValues(
      String path, Operator operator, List<String> values, FieldErrors errors) {
    switch (operator) {
      case IN, NOT_IN -> {
        if (values.isEmpty()) {
          errors.invalid(path, "null", "for 'in', 'notin' operators, values set can't be empty");
        }
      }
      case EXISTS, DOES_NOT_EXIST -> {
        if (!values.isEmpty()) {
          errors.invalid(
              path,
              FieldErrors.json(values),
              "values set must be empty for exists and does not exist");
        }
      }
      case GREATER, LESS -> {
        return checkBound(path, values, errors);
      }
    }
    return 0;
  }

  private static long checkBound(String path, List<String> values, FieldErrors errors) {
    if (values.size() != 1) {
      errors.invalid(
          path,
          FieldErrors.json(values),
          "for 'Gt', 'Lt' operators, exactly one value is required");
    }
    long bound = 0;
    for (int i = 0; i < values.size(); i++) {
      Long number = goInteger(values.get(i));
      if (number == null) {
        errors.invalid(
            path + "[" + i + "]",
            FieldErrors.quote(values.get(i)),
            "for 'Gt', 'Lt' operators, the value must be an integer");
      } else {
        bound = number;
      }
    }
    return bound;
  }

  boolean matches(Labels labels) {
    String value = labels.get(key);
    return switch (operator) {
      case IN -> value != null && values.contains(value);
      case NOT_IN -> value == null || !values.contains(value);
      case EXISTS -> value != null;
      case DOES_NOT_EXIST -> value == null;
      case GREATER -> {
        Long number = value == null ? null : goInteger(value);
        yield number != null && number > bound;
      }
      case LESS -> {
        Long number = value == null ? null : goInteger(value);
        yield number != null && number < bound;
      }
    };
  }

  /** A decimal 64-bit integer with ASCII digits, as Go's {@code strconv.ParseInt} reads it. */
  private static @Nullable Long goInteger(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 'z') {
        return null;
      }
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
