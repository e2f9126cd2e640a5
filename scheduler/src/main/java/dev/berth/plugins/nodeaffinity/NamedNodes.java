package dev.berth.plugins.nodeaffinity;

import dev.berth.model.NodeRequirement;
import dev.berth.model.NodeSelector;
import dev.berth.model.NodeSelectorTerm;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that required terms name by {@code metadata.name}, so that only these need a look.
 *
 * <p>Coarser than matching, as upstream: several values are accepted here although such a term then
 * matches nothing, and a term without any name, even an empty one, makes all nodes worth a look.
 */
final class NamedNodes {

  private NamedNodes() {}

  /** The names over all terms, none when each term contradicts itself; null: all nodes. */
  static @Nullable Set<String> of(NodeSelector required) {
    List<NodeSelectorTerm> terms = required.terms();
    if (terms.isEmpty()) {
      return null;
    }
    Set<String> names = new LinkedHashSet<>();
    for (NodeSelectorTerm term : terms) {
      Set<String> ofTerm = namesIn(term);
      if (ofTerm == null) {
        return null;
      }
      names.addAll(ofTerm);
    }
    return names;
  }

  /** The names that all name fields of the term have in common; null without such a field. */
  private static @Nullable Set<String> namesIn(NodeSelectorTerm term) {
    Set<String> names = null;
    for (NodeRequirement field : term.matchFields()) {
      if (!field.key().equals("metadata.name") || !field.operator().equals("In")) {
        continue;
      }
      if (names == null) {
        names = new LinkedHashSet<>(field.values());
      } else {
        names.retainAll(field.values());
      }
    }
    return names;
  }
}
