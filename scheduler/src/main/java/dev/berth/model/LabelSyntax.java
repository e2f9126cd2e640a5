package dev.berth.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with a label key or value, in Kubernetes' words ({@code
 * apimachinery/pkg/api/validate/content} of 1.36.3).
 */
final class LabelSyntax {
  private static final int MAX_NAME_BYTES = 63;
  private static final int MAX_PREFIX_BYTES = 253;

  private static final String NAME_REGEX = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
  private static final String DNS_LABEL_REGEX = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String NAME_PROBLEM =
      "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
          + " alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for"
          + " validation is '"
          + NAME_REGEX
          + "')";
  private static final String VALUE_PROBLEM =
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
          + " 'my_value',  or '12345', regex used for validation is '("
          + NAME_REGEX
          + ")?')";
  private static final String PREFIX_PROBLEM =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
          + " used for validation is '"
          + DNS_LABEL_REGEX
          + "(\\."
          + DNS_LABEL_REGEX
          + ")*')";

  private LabelSyntax() {}

  /** Empty for a valid key. */
  static List<String> keyErrors(String key) {
    int slash = key.indexOf('/');
    if (slash < 0 && isName(key) && key.length() <= MAX_NAME_BYTES) {
      return List.of();
    }
    if (slash >= 0 && key.indexOf('/', slash + 1) >= 0) {
      return List.of(
          "a valid label key "
              + NAME_PROBLEM
              + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
    }
    List<String> errors = new ArrayList<>();
    if (slash >= 0) {
      addPrefixErrors(key.substring(0, slash), errors);
    }
    addNameErrors(key.substring(slash + 1), errors);
    return errors;
  }

  private static void addPrefixErrors(String prefix, List<String> errors) {
    if (prefix.isEmpty()) {
      errors.add("prefix part must be non-empty");
      return;
    }
    if (utf8Length(prefix) > MAX_PREFIX_BYTES) {
      errors.add("prefix part " + tooLong(MAX_PREFIX_BYTES));
    }
    if (!isDnsSubdomain(prefix)) {
      errors.add("prefix part " + PREFIX_PROBLEM);
    }
  }

  private static void addNameErrors(String name, List<String> errors) {
    if (name.isEmpty()) {
      errors.add("name part must be non-empty");
    } else if (utf8Length(name) > MAX_NAME_BYTES) {
      errors.add("name part " + tooLong(MAX_NAME_BYTES));
    }
    if (!isName(name)) {
      errors.add("name part " + NAME_PROBLEM);
    }
  }

  /** Empty for a valid value. */
  static List<String> valueErrors(String value) {
    boolean wellFormed = value.isEmpty() || isName(value);
    if (wellFormed && value.length() <= MAX_NAME_BYTES) {
      return List.of();
    }
    List<String> errors = new ArrayList<>();
    if (utf8Length(value) > MAX_NAME_BYTES) {
      errors.add(tooLong(MAX_NAME_BYTES));
    }
    if (!wellFormed) {
      errors.add(VALUE_PROBLEM);
    }
    return errors;
  }

  private static String tooLong(int bytes) {
    return "must be no more than " + bytes + " bytes";
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static boolean isName(String text) {
    int last = text.length() - 1;
    if (last < 0 || !isAlphanumeric(text.charAt(0)) || !isAlphanumeric(text.charAt(last))) {
      return false;
    }
    for (int i = 1; i < last; i++) {
      char c = text.charAt(i);
      if (!isAlphanumeric(c) && c != '-' && c != '_' && c != '.') {
        return false;
      }
    }
    return true;
  }

  private static boolean isDnsSubdomain(String text) {
    char before = '.';
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '.';
      boolean inner = isLowerAlphanumeric(c);
      boolean afterEdge = before == '.' || before == '-';
      boolean wrong =
          switch (c) {
            case '-' -> before == '.';
            case '.' -> afterEdge;
            default -> !inner;
          };
      if (wrong) {
        return false;
      }
      before = c;
    }
    return true;
  }

  private static boolean isLowerAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static boolean isAlphanumeric(char c) {
    return isLowerAlphanumeric(c) || (c >= 'A' && c <= 'Z');
  }
}
