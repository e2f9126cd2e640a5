package dev.berth.model;

import java.util.Set;

/**
 * A required anti-affinity term of a placed pod, as far as it is needed to keep away from it the
 * pods that it selects.
 *
 * <p>Threading: immutable.
 *
 * @param namespaces resolved: the pod's own if the term names none
 * @param namespaceSelector whether the term has one; it counts as selecting every namespace
 */
public record AntiAffinityTerm(
    LabelSelector selector, Set<String> namespaces, boolean namespaceSelector) {
  public AntiAffinityTerm {
    namespaces = Set.copyOf(namespaces);
  }

  public boolean selects(PodInfo pod) {
    return (namespaceSelector || namespaces.contains(pod.key().namespace()))
        && selector.matches(pod.labels());
  }
}
