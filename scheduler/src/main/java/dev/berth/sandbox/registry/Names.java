package dev.berth.sandbox.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What names, labels and their values may look like, and the sentences that say so: {@code
 * apimachinery/pkg/util/validation} and {@code pkg/api/validate/content} of Kubernetes 1.36.3.
 *
 * <p>Each check returns what is wrong, nothing when it is right. Threading: any thread.
 */
final class Names {
  /** The form of a name that a kind asks for. */
  enum Form {
    SUBDOMAIN,
    LABEL,
    /** Anything that fits between two slashes. */
    PATH_SEGMENT;

    List<String> check(String name) {
      return switch (this) {
        case SUBDOMAIN -> subdomain(name);
        case LABEL -> label(name);
        case PATH_SEGMENT -> pathSegment(name);
      };
    }

    /** Checks the start of a name that is going to be generated. */
    List<String> checkPrefix(String prefix) {
      boolean dash = prefix.length() > 1 && prefix.endsWith("-");
      return check(dash ? prefix.substring(0, prefix.length() - 1) + "a" : prefix);
    }
  }

  private static final String LABEL_FORM = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String SUBDOMAIN_FORM = LABEL_FORM + "(\\." + LABEL_FORM + ")*";
  private static final String KEY_FORM = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
  private static final String VALUE_FORM = "(" + KEY_FORM + ")?";
  private static final Pattern LABEL = Pattern.compile(LABEL_FORM);
  private static final Pattern SUBDOMAIN = Pattern.compile(SUBDOMAIN_FORM);
  private static final Pattern KEY = Pattern.compile(KEY_FORM);
  private static final Pattern VALUE = Pattern.compile(VALUE_FORM);
  private static final Pattern PORT = Pattern.compile("[-a-z0-9]+");
  private static final int LABEL_LENGTH = 63;
  private static final int SUBDOMAIN_LENGTH = 253;
  private static final int PORT_LENGTH = 15;

  private Names() {}

  static List<String> subdomain(String value) {
    List<String> wrong = new ArrayList<>();
    if (value.length() > SUBDOMAIN_LENGTH) {
      wrong.add(tooLong(SUBDOMAIN_LENGTH));
    }
    if (!SUBDOMAIN.matcher(value).matches()) {
      wrong.add(
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-'"
              + " or '.', and must start and end with an alphanumeric character"
              + examples(SUBDOMAIN_FORM, "example.com"));
    }
    return wrong;
  }

  static List<String> label(String value) {
    List<String> wrong = new ArrayList<>();
    if (value.length() > LABEL_LENGTH) {
      wrong.add(tooLong(LABEL_LENGTH));
    }
    if (!LABEL.matcher(value).matches()) {
      wrong.add(
          SUBDOMAIN.matcher(value).matches()
              ? "must not contain dots"
              : "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or"
                  + " '-', and must start and end with an alphanumeric character"
                  + examples(LABEL_FORM, "my-name", "123-abc"));
    }
    return wrong;
  }

  static List<String> labelKey(String value) {
    String sentence =
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
            + " alphanumeric character"
            + examples(KEY_FORM, "MyName", "my.name", "123-abc");
    int slash = value.indexOf('/');
    if (slash != value.lastIndexOf('/')) {
      return List.of(
          "a valid label key "
              + sentence
              + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
    }
    List<String> wrong = new ArrayList<>();
    if (slash == 0) {
      wrong.add("prefix part must be non-empty");
    } else if (slash > 0) {
      subdomain(value.substring(0, slash)).forEach(why -> wrong.add("prefix part " + why));
    }
    String name = value.substring(slash + 1);
    if (name.isEmpty()) {
      wrong.add("name part must be non-empty");
    } else if (name.length() > LABEL_LENGTH) {
      wrong.add("name part " + tooManyBytes());
    }
    if (!KEY.matcher(name).matches()) {
      wrong.add("name part " + sentence);
    }
    return wrong;
  }

  /** As a label's key, in either case. */
  static List<String> annotationKey(String value) {
    return labelKey(value.toLowerCase(Locale.ROOT));
  }

  static List<String> labelValue(String value) {
    List<String> wrong = new ArrayList<>();
    if (value.length() > LABEL_LENGTH) {
      wrong.add(tooManyBytes());
    }
    if (!VALUE.matcher(value).matches()) {
      wrong.add(
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_'"
              + " or '.', and must start and end with an alphanumeric character"
              + examples(VALUE_FORM, "MyValue", "my_value", "12345"));
    }
    return wrong;
  }

  static List<String> portName(String value) {
    List<String> wrong = new ArrayList<>();
    if (value.length() > PORT_LENGTH) {
      wrong.add(tooLong(PORT_LENGTH));
    }
    if (!PORT.matcher(value).matches()) {
      wrong.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    }
    if (value.chars().noneMatch(c -> c >= 'a' && c <= 'z')) {
      wrong.add("must contain at least one letter (a-z)");
    }
    if (value.contains("--")) {
      wrong.add("must not contain consecutive hyphens");
    }
    if (value.startsWith("-") || value.endsWith("-")) {
      wrong.add("must not begin or end with a hyphen");
    }
    return wrong;
  }

  private static List<String> pathSegment(String value) {
    if (value.equals(".") || value.equals("..")) {
      return List.of("may not be '" + value + "'");
    }
    List<String> wrong = new ArrayList<>();
    for (String illegal : List.of("/", "%")) {
      if (value.contains(illegal)) {
        wrong.add("may not contain '" + illegal + "'");
      }
    }
    return wrong;
  }

  private static String tooLong(int most) {
    return "must be no more than " + most + " characters";
  }

  /** Keys and values of labels are told in other words than names. */
  private static String tooManyBytes() {
    return "must be no more than " + LABEL_LENGTH + " bytes";
  }

  private static String examples(String form, String... examples) {
    StringBuilder text = new StringBuilder(" (e.g. ");
    for (int i = 0; i < examples.length; i++) {
      text.append(i > 0 ? " or '" : "'").append(examples[i]).append("', ");
    }
    return text.append("regex used for validation is '").append(form).append("')").toString();
  }
}
