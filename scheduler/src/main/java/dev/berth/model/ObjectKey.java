package dev.berth.model;

import java.util.Comparator;

/**
 * Namespace and name of an object, written {@code namespace/name}; the namespace is "" for kinds
 * that have none. A pod has a {@link PodKey}.
 *
 * <p>Threading: immutable.
 */
public record ObjectKey(String namespace, String name) implements Comparable<ObjectKey> {
  private static final Comparator<ObjectKey> ORDER =
      Comparator.comparing(ObjectKey::namespace).thenComparing(ObjectKey::name);

  /** The key of an object without a namespace. */
  public static ObjectKey ofCluster(String name) {
    return new ObjectKey("", name);
  }

  @Override
  public int compareTo(ObjectKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }
}
