package dev.berth.plugins.dynamicresources.cel;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A format that texts can be held against: the type {@code kubernetes.NamedFormat} of Kubernetes'
 * CEL.
 *
 * <p>Mirrors {@code apiserver/pkg/cel/library/format.go}, Kubernetes 1.36.3. Threading: immutable.
 *
 * @param regexSize what the cost of a check is computed from
 * @param problems what is wrong with a text; empty when nothing
 */
record NamedFormat(String name, int regexSize, Function<String, List<String>> problems) {
  private static final int MAX_LABEL = 63;
  private static final int MAX_SUBDOMAIN = 253;
  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String LABEL_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?";
  private static final String QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
  private static final String VALUE = "(" + QUALIFIED + ")?";
  private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
  private static final Pattern UUID =
      Pattern.compile("(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}");

  private static final String LABEL_PROBLEM =
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
          + " must start and end with an alphanumeric character"
          + " (e.g. 'my-name',  or '123-abc', regex used for validation is '"
          + LABEL
          + "')";
  private static final String SUBDOMAIN_PROBLEM =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character"
          + " (e.g. 'example.com', regex used for validation is '"
          + SUBDOMAIN
          + "')";
  private static final String LABEL_1035_PROBLEM =
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an"
          + " alphabetic character, and end with an alphanumeric character"
          + " (e.g. 'my-name',  or 'abc-123', regex used for validation is '"
          + LABEL_1035
          + "')";
  private static final String VALUE_PROBLEM =
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
          + " '.', and must start and end with an alphanumeric character"
          + " (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '"
          + "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
  private static final String NAME_PROBLEM =
      " must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
          + " alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for"
          + " validation is '"
          + QUALIFIED
          + "')";

  /** By the name under which expressions ask for them. */
  static final Map<String, NamedFormat> ALL =
      Map.ofEntries(
          Map.entry("dns1123Label", dns("DNS1123Label", 30, LABEL, MAX_LABEL, LABEL_PROBLEM)),
          Map.entry(
              "dns1123Subdomain",
              dns("DNS1123Subdomain", 60, SUBDOMAIN, MAX_SUBDOMAIN, SUBDOMAIN_PROBLEM)),
          Map.entry(
              "dns1035Label", dns("DNS1035Label", 30, LABEL_1035, MAX_LABEL, LABEL_1035_PROBLEM)),
          Map.entry(
              "qualifiedName", new NamedFormat("QualifiedName", 60, NamedFormat::qualifiedName)),
          Map.entry(
              "dns1123LabelPrefix",
              prefix(dns("DNS1123LabelPrefix", 30, LABEL, MAX_LABEL, LABEL_PROBLEM))),
          Map.entry(
              "dns1123SubdomainPrefix",
              prefix(
                  dns("DNS1123SubdomainPrefix", 60, SUBDOMAIN, MAX_SUBDOMAIN, SUBDOMAIN_PROBLEM))),
          Map.entry(
              "dns1035LabelPrefix",
              prefix(dns("DNS1035LabelPrefix", 30, LABEL_1035, MAX_LABEL, LABEL_1035_PROBLEM))),
          Map.entry("labelValue", dns("LabelValue", 40, VALUE, MAX_LABEL, VALUE_PROBLEM)),
          Map.entry("uri", new NamedFormat("URI", 1103, NamedFormat::uri)),
          Map.entry(
              "uuid",
              holds("uuid", 70, "does not match the UUID format", t -> UUID.matcher(t).matches())),
          Map.entry("byte", holds("byte", 84, "invalid base64", NamedFormat::isBase64)),
          Map.entry("date", holds("date", 71, "invalid date", NamedFormat::isDate)),
          Map.entry("datetime", holds("datetime", 71, "invalid datetime", NamedFormat::isTime)));

  private static NamedFormat dns(String name, int size, String regex, int max, String problem) {
    Pattern pattern = Pattern.compile(regex);
    return new NamedFormat(
        name,
        size,
        text -> {
          List<String> problems = new ArrayList<>();
          if (text.length() > max) {
            problems.add("must be no more than " + max + " bytes");
          }
          if (!pattern.matcher(text).matches()) {
            problems.add(problem);
          }
          return problems;
        });
  }

  /** Of the start of a name, which may end with a dash that more follows. */
  private static NamedFormat prefix(NamedFormat whole) {
    return new NamedFormat(
        whole.name,
        whole.regexSize,
        text ->
            whole.problems.apply(
                text.length() > 1 && text.endsWith("-")
                    ? text.substring(0, text.length() - 2) + "a"
                    : text));
  }

  private static NamedFormat holds(String name, int size, String problem, Predicate<String> holds) {
    return new NamedFormat(name, size, text -> holds.test(text) ? List.of() : List.of(problem));
  }

  private static List<String> qualifiedName(String text) {
    List<String> problems = new ArrayList<>();
    List<String> parts = List.of(text.split("/", -1));
    if (parts.size() > 2) {
      return List.of(
          "a qualified name"
              + NAME_PROBLEM
              + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
    }
    if (parts.size() == 2) {
      if (parts.getFirst().isEmpty()) {
        problems.add("prefix part must be non-empty");
      } else {
        NamedFormat subdomain =
            dns("DNS1123Subdomain", 60, SUBDOMAIN, MAX_SUBDOMAIN, SUBDOMAIN_PROBLEM);
        for (String problem : subdomain.problems.apply(parts.getFirst())) {
          problems.add("prefix part " + problem);
        }
      }
    }
    String name = parts.getLast();
    if (name.isEmpty()) {
      problems.add("name part must be non-empty");
    } else if (name.length() > MAX_LABEL) {
      problems.add("name part must be no more than 63 bytes");
    }
    if (!Pattern.matches(QUALIFIED, name)) {
      problems.add("name part" + NAME_PROBLEM);
    }
    return problems;
  }

  private static List<String> uri(String text) {
    try {
      WebAddress.parse(text);
      return List.of();
    } catch (FunctionFailure notOne) {
      String message = String.valueOf(notOne.getMessage());
      return List.of(message.substring(message.indexOf("parse \"")));
    }
  }

  private static boolean isBase64(String text) {
    try {
      byte[] decoded = Base64.getDecoder().decode(text);
      return text.length() % 4 == 0 && decoded.length <= text.length();
    } catch (IllegalArgumentException notOne) {
      return false;
    }
  }

  private static boolean isDate(String text) {
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeException notOne) {
      return false;
    }
  }

  private static boolean isTime(String text) {
    try {
      OffsetDateTime.parse(text);
      return true;
    } catch (DateTimeException notOne) {
      return false;
    }
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof NamedFormat other && name.equals(other.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
