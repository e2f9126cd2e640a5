package dev.berth.model;

/**
 * A namespace, which affinity terms may select by its labels.
 *
 * <p>Threading: immutable.
 *
 * @param labels what {@code namespaceSelector} looks at
 */
public record Namespace(ObjectKey key, Labels labels) implements ClusterObject {

  /** One of which only the name is known: it stands for an object that is gone. */
  public static Namespace named(ObjectKey key) {
    return new Namespace(key, Labels.EMPTY);
  }

  @Override
  public Kind kind() {
    return Kind.NAMESPACE;
  }
}
