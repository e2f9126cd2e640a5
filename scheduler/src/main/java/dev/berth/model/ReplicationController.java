package dev.berth.model;

/**
 * A ReplicationController of core v1, as default spreading sees it.
 *
 * <p>Threading: immutable.
 *
 * @param selector taken as it is, valid or not; empty if there is none
 */
public record ReplicationController(ObjectKey key, Labels selector) implements ClusterObject {

  @Override
  public Kind kind() {
    return Kind.REPLICATION_CONTROLLER;
  }
}
