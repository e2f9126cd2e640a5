package dev.berth.sandbox.objects;

import java.util.Comparator;

/**
 * Where an object lives: its namespace and name.
 *
 * <p>Ordered as an API server lists: by namespace, then by name. Threading: immutable.
 *
 * @param namespace empty for an object of the whole cluster
 */
public record ObjectKey(String namespace, String name) implements Comparable<ObjectKey> {
  private static final Comparator<ObjectKey> ORDER =
      Comparator.comparing(ObjectKey::namespace).thenComparing(ObjectKey::name);

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
