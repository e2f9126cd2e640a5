package dev.berth.model;

/**
 * A ReplicaSet of apps/v1, as default spreading sees it.
 *
 * <p>Threading: immutable.
 *
 * @param selector of its pods
 */
public record ReplicaSet(ObjectKey key, LabelSelector selector) implements ClusterObject {

  /** One of which only the name is known: it stands for an object that is gone. */
  public static ReplicaSet named(ObjectKey key) {
    return new ReplicaSet(key, LabelSelector.NOTHING);
  }

  @Override
  public Kind kind() {
    return Kind.REPLICA_SET;
  }
}
