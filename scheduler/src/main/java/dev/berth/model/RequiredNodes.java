package dev.berth.model;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that a pod may run on by its own word: {@code spec.nodeSelector} and the required node
 * affinity, both of which have to match.
 *
 * <p>Mirrors {@code nodeaffinity.RequiredNodeAffinity}, component-helpers 1.36.3: the keys and
 * values of {@code nodeSelector} are not validated.
 *
 * <p>Threading: immutable.
 */
public final class RequiredNodes {
  /** Any node. */
  public static final RequiredNodes ANY = new RequiredNodes(Map.of(), null);

  private final Map<String, String> nodeSelector;
  private final @Nullable NodeSelector required;
  private final Labels wantedLabels;
  private final int hash;

  private RequiredNodes(Map<String, String> nodeSelector, @Nullable NodeSelector required) {
    this.nodeSelector = Collections.unmodifiableMap(new TreeMap<>(nodeSelector));
    this.required = required;
    this.wantedLabels = Labels.of(nodeSelector);
    this.hash = 31 * wantedLabels.hashCode() + (required == null ? 0 : required.hashCode());
  }

  /**
   * Both parts together.
   *
   * @param required null if the pod has no required node affinity
   */
  public static RequiredNodes of(
      Map<String, String> nodeSelector, @Nullable NodeSelector required) {
    return nodeSelector.isEmpty() && required == null
        ? ANY
        : new RequiredNodes(nodeSelector, required);
  }

  public boolean matches(Node node) {
    return node.labels().containsAll(wantedLabels) && (required == null || required.matches(node));
  }

  public boolean isAny() {
    return required == null && nodeSelector.isEmpty();
  }

  /** Sorted by key; empty if there is none. */
  public Map<String, String> nodeSelector() {
    return nodeSelector;
  }

  public @Nullable NodeSelector required() {
    return required;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return this == o
        || (o instanceof RequiredNodes other
            && hash == other.hash
            && wantedLabels.equals(other.wantedLabels)
            && Objects.equals(required, other.required));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "nodeSelector: " + nodeSelector + ", required: " + required;
  }
}
