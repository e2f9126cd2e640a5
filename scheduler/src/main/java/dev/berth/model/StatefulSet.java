package dev.berth.model;

/**
 * A StatefulSet of apps/v1, as default spreading sees it.
 *
 * <p>Threading: immutable.
 *
 * @param selector of its pods
 */
public record StatefulSet(ObjectKey key, LabelSelector selector) implements ClusterObject {

  @Override
  public Kind kind() {
    return Kind.STATEFUL_SET;
  }
}
