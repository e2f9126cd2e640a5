package dev.berth.model;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Namespace and name of a pod, written {@code namespace/name}. A name can be given to another pod
 * later: identity over time is the UID.
 *
 * <p>Threading: immutable.
 */
public record PodKey(String namespace, String name) implements Comparable<PodKey> {
  private static final Comparator<PodKey> ORDER =
      Comparator.comparing(PodKey::namespace).thenComparing(PodKey::name);

  /** Spelled out, as {@link #hashCode}: the key of many tables. */
  @Override
  public boolean equals(@Nullable Object o) {
    return this == o
        || (o instanceof PodKey other
            && name.equals(other.name)
            && namespace.equals(other.namespace));
  }

  @Override
  public int hashCode() {
    return 31 * namespace.hashCode() + name.hashCode();
  }

  @Override
  public int compareTo(PodKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
