package dev.berth.model;

import org.jspecify.annotations.Nullable;

/**
 * Namespace and name of an object, written {@code namespace/name}; the namespace is "" for kinds
 * that have none. A pod has a {@link PodKey}.
 *
 * <p>Threading: immutable.
 */
public record ObjectKey(String namespace, String name) implements Comparable<ObjectKey> {
  /** The key of an object without a namespace. */
  public static ObjectKey ofCluster(String name) {
    return new ObjectKey("", name);
  }

  /** By namespace, then by name. */
  @Override
  public int compareTo(ObjectKey other) {
    int byNamespace = namespace.compareTo(other.namespace);
    return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
  }

  /** Spelled out, as {@link #hashCode}: the key of many tables. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ObjectKey key
        && name.equals(key.name)
        && namespace.equals(key.namespace);
  }

  @Override
  public int hashCode() {
    return 31 * namespace.hashCode() + name.hashCode();
  }

  @Override
  public String toString() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }
}
