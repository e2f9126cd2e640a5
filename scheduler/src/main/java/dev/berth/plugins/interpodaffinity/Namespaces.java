package dev.berth.plugins.interpodaffinity;

import dev.berth.framework.Lister;
import dev.berth.model.AffinityTerm;
import dev.berth.model.LabelSelector;
import dev.berth.model.Labels;
import dev.berth.model.Namespace;
import dev.berth.model.ObjectKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which namespaces a term means.
 *
 * <p>Mirrors {@code mergeAffinityTermNamespacesIfNotEmpty} and {@code GetNamespaceLabelsSnapshot},
 * plugins/interpodaffinity/plugin.go, Kubernetes 1.36.3.
 *
 * <p>Threading: scheduler thread only.
 */
final class Namespaces {
  private final Lister<Namespace> lister;

  Namespaces(Lister<Namespace> lister) {
    this.lister = lister;
  }

  /** Why the labels of namespaces are not known, or null. */
  @Nullable String missing() {
    return lister.missing();
  }

  /** None for a namespace that does not exist. */
  Labels labelsOf(String name) {
    Namespace namespace = lister.find(ObjectKey.ofCluster(name));
    return namespace == null ? Labels.EMPTY : namespace.labels();
  }

  List<AffinityTerm> resolved(List<AffinityTerm> terms) {
    return terms.stream().map(this::resolved).toList();
  }

  /**
   * The term of a pod that is to be placed, with the names of the namespaces that its selector
   * matches.
   *
   * <p>The selector stays, as upstream, where it is then asked with no labels at all: one that is
   * content with the absence of a label means every namespace.
   */
  AffinityTerm resolved(AffinityTerm term) {
    if (!term.needsNamespaceLabels()) {
      return term;
    }
    if (missing() != null) {
      return term.withNamespaces(term.namespaces(), LabelSelector.NOTHING);
    }
    Set<String> names = new HashSet<>(term.namespaces());
    for (Namespace namespace : lister.in("")) {
      if (term.namespaceSelector().matches(namespace.labels())) {
        names.add(namespace.key().name());
      }
    }
    return term.withNamespaces(names, term.namespaceSelector());
  }
}
