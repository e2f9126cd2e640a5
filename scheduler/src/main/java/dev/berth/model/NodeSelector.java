package dev.berth.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Node selector terms of which one has to match; without terms no node matches.
 *
 * <p>Mirrors {@code nodeaffinity.LazyErrorNodeSelector}, component-helpers 1.36.3.
 *
 * <p>Threading: immutable.
 */
public final class NodeSelector {
  private final List<NodeSelectorTerm> terms;
  private final int hash;

  private NodeSelector(List<NodeSelectorTerm> terms) {
    this.terms = List.copyOf(terms);
    this.hash = terms.hashCode();
  }

  public static NodeSelector of(List<NodeSelectorTerm> terms) {
    return new NodeSelector(terms);
  }

  public boolean matches(Node node) {
    return matches(node.labels(), node.name());
  }

  /** Whether nodes with these labels match, to terms on fields a node without a name. */
  public boolean matches(Labels labels) {
    return matches(labels, "");
  }

  private boolean matches(Labels labels, String name) {
    for (int i = 0; i < terms.size(); i++) {
      if (terms.get(i).matches(labels, name)) {
        return true;
      }
    }
    return false;
  }

  public List<NodeSelectorTerm> terms() {
    return terms;
  }

  /**
   * The text of Go's error if terms do not parse, with paths that start with {@code prefix}, for
   * example {@code nodeSelectorTerms[2].matchFields[0].values: ...} with the prefix "".
   */
  public @Nullable String parseError(String prefix) {
    List<String> errors = new ArrayList<>();
    for (int i = 0; i < terms.size(); i++) {
      errors.addAll(terms.get(i).parseErrors(prefix + "nodeSelectorTerms[" + i + "]."));
    }
    return FieldErrors.join(errors);
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return this == o
        || (o instanceof NodeSelector other && hash == other.hash && terms.equals(other.terms));
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
