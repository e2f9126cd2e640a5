package dev.berth.model;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A term of pod affinity or anti-affinity: which pods are meant, and which label of their node
 * tells how near they are.
 *
 * <p>Mirrors {@code AffinityTerm}, k8s.io/kube-scheduler/framework/types.go, Kubernetes 1.36.3.
 * {@code matchLabelKeys} and {@code mismatchLabelKeys} are not here: the API server has merged them
 * into the selector.
 *
 * <p>Threading: immutable.
 *
 * @param topologyKey nodes with the same value of this label are one place
 * @param namespaces by name; the own one of the pod if the term says nothing about namespaces
 * @param namespaceSelector {@link LabelSelector#NOTHING} if the term has none
 */
public record AffinityTerm(
    String topologyKey,
    LabelSelector selector,
    Set<String> namespaces,
    LabelSelector namespaceSelector) {

  public AffinityTerm {
    namespaces = Set.copyOf(namespaces);
  }

  /** A term about pods of namespaces that it names. */
  public static AffinityTerm of(
      String topologyKey, LabelSelector selector, Set<String> namespaces) {
    return new AffinityTerm(topologyKey, selector, namespaces, LabelSelector.NOTHING);
  }

  /**
   * Whether the term means the pod.
   *
   * @param namespaceLabels of the pod's namespace, or {@link Labels#EMPTY} where they do not count
   */
  public boolean matches(PodInfo pod, Labels namespaceLabels) {
    return (namespaces.contains(pod.key().namespace())
            || namespaceSelector.matches(namespaceLabels))
        && selector.matches(pod.labels());
  }

  /** The same term about pods of other namespaces. */
  public AffinityTerm withNamespaces(Set<String> names, LabelSelector byLabels) {
    return new AffinityTerm(topologyKey, selector, names, byLabels);
  }

  /** Whether only the labels of a namespace can tell if the term means a pod in it. */
  public boolean needsNamespaceLabels() {
    return !namespaceSelector.isEverything() && !namespaceSelector.isNothing();
  }

  /** The text of Go's error if a selector of the term does not parse. */
  @Nullable String parseError() {
    String error = selector.parseError();
    return error == null ? namespaceSelector.parseError() : error;
  }
}
