package dev.berth.model;

/**
 * An object other than a node or a pod, as far as the placement of pods depends on it. The list of
 * kinds is closed.
 *
 * <p>Threading: immutable.
 */
public interface ClusterObject {
  ObjectKey key();

  /** Which sort of object this is. */
  Kind kind();

  /** The sorts of such objects, one for each of the types. */
  enum Kind {
    NAMESPACE,
    SERVICE,
    REPLICATION_CONTROLLER,
    REPLICA_SET,
    STATEFUL_SET,
    POD_DISRUPTION_BUDGET,
    PERSISTENT_VOLUME,
    PERSISTENT_VOLUME_CLAIM,
    STORAGE_CLASS,
    CSI_NODE,
    CSI_DRIVER,
    CSI_STORAGE_CAPACITY,
    VOLUME_ATTACHMENT,
    DEVICE_CLASS,
    RESOURCE_CLAIM,
    RESOURCE_SLICE
  }
}
