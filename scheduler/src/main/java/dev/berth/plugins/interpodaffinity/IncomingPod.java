package dev.berth.plugins.interpodaffinity;

import dev.berth.model.AffinityTerm;
import dev.berth.model.Labels;
import dev.berth.model.PodInfo;
import java.util.List;

/**
 * The pod that is to be placed, as terms of other pods see it.
 *
 * <p>Threading: immutable.
 *
 * @param namespaceLabels of its namespace
 * @param namespacesKnown false when the labels of namespaces cannot be read
 */
record IncomingPod(PodInfo pod, Labels namespaceLabels, boolean namespacesKnown) {

  static IncomingPod of(PodInfo pod, Namespaces namespaces) {
    String name = pod.key().namespace();
    return new IncomingPod(pod, namespaces.labelsOf(name), namespaces.missing() == null);
  }

  /** Whether a term of another pod means this one, as far as can be known. */
  boolean isMeantBy(AffinityTerm term) {
    if (namespacesKnown || !term.needsNamespaceLabels()) {
      return term.matches(pod, namespaceLabels);
    }
    return term.namespaces().contains(pod.key().namespace())
        && term.selector().matches(pod.labels());
  }

  /**
   * Whether a term of another pod means this one or not only labels that are not known can tell.
   */
  boolean mayBeMeantBy(AffinityTerm term) {
    return !namespacesKnown
        && term.needsNamespaceLabels()
        && term.selector().matches(pod.labels())
        && !isMeantBy(term);
  }

  /** Whether all terms of the pod mean the other one; without terms they do not. */
  static boolean allMean(List<AffinityTerm> terms, PodInfo other) {
    for (int i = 0; i < terms.size(); i++) {
      if (!terms.get(i).matches(other, Labels.EMPTY)) {
        return false;
      }
    }
    return !terms.isEmpty();
  }
}
