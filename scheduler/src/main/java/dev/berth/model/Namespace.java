package dev.berth.model;

/**
 * A namespace, which affinity terms may select by its labels.
 *
 * <p>Threading: immutable.
 *
 * @param labels what {@code namespaceSelector} looks at
 */
public record Namespace(ObjectKey key, Labels labels) implements ClusterObject {

  @Override
  public Kind kind() {
    return Kind.NAMESPACE;
  }
}
