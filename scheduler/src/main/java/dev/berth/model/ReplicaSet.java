package dev.berth.model;

/**
 * A ReplicaSet of apps/v1, as default spreading sees it.
 *
 * <p>Threading: immutable.
 *
 * @param selector of its pods
 */
public record ReplicaSet(ObjectKey key, LabelSelector selector) implements ClusterObject {

  @Override
  public Kind kind() {
    return Kind.REPLICA_SET;
  }
}
