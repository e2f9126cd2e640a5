package dev.berth.model;

import java.util.Comparator;

/**
 * Namespace and name of a pod, written {@code namespace/name}. A name can be given to another pod
 * later: identity over time is the UID.
 *
 * <p>Threading: immutable.
 */
public record PodKey(String namespace, String name) implements Comparable<PodKey> {
  private static final Comparator<PodKey> ORDER =
      Comparator.comparing(PodKey::namespace).thenComparing(PodKey::name);

  @Override
  public int compareTo(PodKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
