package dev.berth.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The node terms that a pod prefers, with their weights.
 *
 * <p>Mirrors {@code nodeaffinity.PreferredSchedulingTerms}, component-helpers 1.36.3: terms with
 * weight 0 and empty terms are skipped unread; one other term that does not parse spoils them all.
 *
 * <p>Threading: immutable.
 */
public final class PreferredNodes {
  /** No preference. */
  public static final PreferredNodes NONE = new PreferredNodes(List.of());

  private final List<PreferredNodeTerm> terms;
  private final @Nullable String parseError;
  private final int hash;

  private PreferredNodes(List<PreferredNodeTerm> terms) {
    this.terms = List.copyOf(terms);
    this.hash = terms.hashCode();
    List<String> errors = new ArrayList<>();
    for (int i = 0; i < terms.size(); i++) {
      if (counts(terms.get(i))) {
        errors.addAll(terms.get(i).term().parseErrors("[" + i + "]."));
      }
    }
    this.parseError = FieldErrors.join(errors);
  }

  public static PreferredNodes of(List<PreferredNodeTerm> terms) {
    return terms.isEmpty() ? NONE : new PreferredNodes(terms);
  }

  private static boolean counts(PreferredNodeTerm term) {
    return term.weight() != 0 && !term.term().isEmpty();
  }

  public List<PreferredNodeTerm> terms() {
    return terms;
  }

  /** No terms at all, not even ones that are skipped. */
  public boolean isEmpty() {
    return terms.isEmpty();
  }

  /** The sum of the weights of matching terms. Only asked if there is no {@link #parseError}. */
  public long score(Node node) {
    long score = 0;
    for (int i = 0; i < terms.size(); i++) {
      PreferredNodeTerm term = terms.get(i);
      if (term.weight() != 0 && term.term().matches(node)) {
        score += term.weight();
      }
    }
    return score;
  }

  /** The text of Go's error if a term does not parse. */
  public @Nullable String parseError() {
    return parseError;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return this == o
        || (o instanceof PreferredNodes other && hash == other.hash && terms.equals(other.terms));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return terms.toString();
  }
}
