package dev.berth.sandbox.api;

import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Requirements on the fields of a kind that may be selected by: {@code
 * apimachinery/pkg/fields/selector.go} of Kubernetes 1.36.3.
 *
 * <p>Threading: immutable.
 */
record FieldSelector(List<Term> terms) {

  /** One comparison. */
  record Term(String field, boolean equal, String value) {}

  private static final String NAME = "metadata.name";
  private static final String NAMESPACE = "metadata.namespace";

  FieldSelector {
    terms = List.copyOf(terms);
  }

  boolean isEmpty() {
    return terms.isEmpty();
  }

  boolean matches(KubeObject object) {
    for (Term term : terms) {
      if (Objects.equals(object.field(term.field()), term.value()) != term.equal()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads one.
   *
   * @throws StatusException 400 when it is none, or names a field that cannot be selected by
   */
  static FieldSelector parse(Kind kind, String text) {
    List<Term> terms = new ArrayList<>();
    for (String term : split(text)) {
      if (!term.isEmpty()) {
        terms.add(known(kind, term(term, text)));
      }
    }
    return new FieldSelector(terms);
  }

  /** At commas without a backslash before them. */
  private static List<String> split(String text) {
    List<String> terms = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == ',') {
        terms.add(text.substring(start, i));
        start = i + 1;
      }
    }
    terms.add(text.substring(start));
    return terms;
  }

  private static Term term(String term, String whole) {
    for (int i = 0; i < term.length(); i++) {
      if (term.startsWith("!=", i)) {
        return new Term(term.substring(0, i), false, unescape(term.substring(i + 2), whole));
      }
      if (term.startsWith("==", i)) {
        return new Term(term.substring(0, i), true, unescape(term.substring(i + 2), whole));
      }
      if (term.charAt(i) == '=') {
        return new Term(term.substring(0, i), true, unescape(term.substring(i + 1), whole));
      }
    }
    throw invalid(whole, term);
  }

  private static String unescape(String value, String whole) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length() && "\\,=".indexOf(value.charAt(i + 1)) >= 0) {
        plain.append(value.charAt(++i));
      } else if ("\\,=".indexOf(c) >= 0) {
        throw invalid(whole, value);
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  private static StatusException invalid(String whole, String term) {
    return StatusException.badRequest(
        "invalid selector: '%s'; can't understand '%s'".formatted(whole, term));
  }

  private static Term known(Kind kind, Term term) {
    String field = term.field();
    boolean ofKind = kind.selectableFields().contains(field);
    if (ofKind || field.equals(NAME) || (field.equals(NAMESPACE) && mayNameNamespace(kind))) {
      return term;
    }
    throw StatusException.badRequest(
        kind.selectableFields().isEmpty()
            ? "\"%s\" is not a known field selector: only \"%s\", \"%s\""
                .formatted(field, NAME, NAMESPACE)
            : "field label not supported: " + field);
  }

  private static boolean mayNameNamespace(Kind kind) {
    return kind.namespaced() || kind.selectableFields().isEmpty();
  }
}
