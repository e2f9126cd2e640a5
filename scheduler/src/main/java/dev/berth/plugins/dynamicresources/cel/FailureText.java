package dev.berth.plugins.dynamicresources.cel;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.CelSource;
import dev.cel.runtime.CelEvaluationException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says why a compilation or an evaluation failed in the words of cel-go 0.26.0, where it has such.
 *
 * <p>Threading: any thread.
 */
final class FailureText {
  private static final Pattern CANDIDATES = Pattern.compile(" \\(candidates: [^\\n]*\\)");
  private static final Pattern SYNTAX =
      Pattern.compile(
          "(?m)^(ERROR: <input>:\\d+:\\d+: )"
              + "(?=no viable alternative|mismatched input|missing '|token recognition"
              + "|extraneous input)");
  private static final Pattern MISSING_KEY =
      Pattern.compile("key '(.*)' is not present in map\\.?");
  private static final Pattern PLACE = Pattern.compile("evaluation error(?: at <input>:(\\d+))?: ");
  private static final Pattern OUT_OF_RANGE =
      Pattern.compile(".*(?:Index out of range: |Range \\[)(-?\\d+).*");
  private static final Pattern CONVERSION =
      Pattern.compile("(?:^|.*\\W)(bool|bytes|double|int|uint|string)\\(.*", Pattern.DOTALL);

  private FailureText() {}

  /** What the compiler says. */
  static String ofCompilation(String issues) {
    return SYNTAX.matcher(CANDIDATES.matcher(issues).replaceAll("")).replaceAll("$1Syntax error: ");
  }

  static String of(CelEvaluationException failure, CelSource source) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof FunctionFailure function) {
        return String.valueOf(function.getMessage());
      }
    }
    String whole = String.valueOf(failure.getMessage());
    Matcher place = PLACE.matcher(whole);
    String operator = "";
    String message = whole;
    if (place.lookingAt()) {
      message = whole.substring(place.end());
      operator = place.group(1) == null ? "" : textAt(source, Integer.parseInt(place.group(1)));
    }
    if (message.startsWith("expected boolean value")) {
      return "no such overload";
    }
    if (message.contains("optional_value")) {
      return "optional.none() dereference";
    }
    return switch (failure.getErrorCode()) {
      case ATTRIBUTE_NOT_FOUND -> missing(message);
      case DIVIDE_BY_ZERO -> operator.startsWith("%") ? "modulus by zero" : "division by zero";
      case NUMERIC_OVERFLOW ->
          message.contains("unsigned") || message.contains("ulong") || operator.startsWith("(-")
              ? "unsigned integer overflow"
              : "integer overflow";
      case OVERLOAD_NOT_FOUND -> "no such overload";
      case INDEX_OUT_OF_BOUNDS -> message.replace("Index out of bounds", "index out of bounds");
      case BAD_FORMAT -> conversion(source, place, message);
      default -> range(message);
    };
  }

  private static String textAt(CelSource source, int offset) {
    String text = source.getContent().toString();
    int start = text.offsetByCodePoints(0, Math.min(offset, text.codePointCount(0, text.length())));
    return text.substring(start, Math.min(text.length(), start + 2));
  }

  private static String conversion(CelSource source, Matcher place, String message) {
    if (place.group(1) == null) {
      return message;
    }
    String text = source.getContent().toString();
    int open = Math.min(Integer.parseInt(place.group(1)), text.length() - 1);
    Matcher function = CONVERSION.matcher(text.substring(0, open + 1));
    return function.matches()
        ? "type conversion error from 'string' to '" + function.group(1) + "'"
        : message;
  }

  private static String range(String message) {
    Matcher index = OUT_OF_RANGE.matcher(message);
    return index.matches() ? "index out of range: " + index.group(1) : message;
  }

  private static String missing(String message) {
    Matcher key = MISSING_KEY.matcher(message);
    return "no such key: " + (key.matches() ? key.group(1) : message);
  }

  /** The value of an expression, perhaps that of an attribute, is no bool. */
  static String ofNoBool(@Nullable Object value) {
    String type = typeOf(value);
    return "CEL result of type " + type + " could not be converted to bool: " + toBool(type);
  }

  private static String toBool(String type) {
    return switch (type) {
      case "kubernetes.Semver" -> "type conversion error from 'Semver' to 'bool'";
      case "kubernetes.Quantity" -> "type conversion error from 'Quantity' to 'bool'";
      case "string" -> "unsupported native conversion from string to 'bool'";
      default -> "unsupported type conversion from '" + type + "' to bool";
    };
  }

  private static String typeOf(@Nullable Object value) {
    return switch (value) {
      case null -> "null_type";
      case String _ -> "string";
      case Long _ -> "int";
      case UnsignedLong _ -> "uint";
      case Double _ -> "double";
      case SemanticVersion _ -> "kubernetes.Semver";
      case QuantityValue _ -> "kubernetes.Quantity";
      case List<?> _ -> "list";
      case Map<?, ?> _ -> "map";
      default -> value.getClass().getSimpleName();
    };
  }
}
