package dev.berth.model;

/**
 * An object other than a node or a pod, as far as the placement of pods depends on it.
 *
 * <p>Threading: immutable.
 */
public sealed interface ClusterObject
    permits Namespace, Service, ReplicationController, ReplicaSet, StatefulSet {
  ObjectKey key();

  /** Which sort of object this is. */
  Kind kind();

  /** The sorts of such objects, one for each of the types. */
  enum Kind {
    NAMESPACE,
    SERVICE,
    REPLICATION_CONTROLLER,
    REPLICA_SET,
    STATEFUL_SET
  }
}
