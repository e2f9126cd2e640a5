package dev.berth.cycle;

import dev.berth.model.ClusterObject;
import org.jspecify.annotations.Nullable;

/** The kinds of objects that the loop is told about and waits for before its first decision. */
public enum ObjectKind {
  NODES(null),
  PODS(null),
  NAMESPACES(ClusterObject.Kind.NAMESPACE),
  SERVICES(ClusterObject.Kind.SERVICE),
  REPLICATION_CONTROLLERS(ClusterObject.Kind.REPLICATION_CONTROLLER),
  REPLICA_SETS(ClusterObject.Kind.REPLICA_SET),
  STATEFUL_SETS(ClusterObject.Kind.STATEFUL_SET),
  POD_DISRUPTION_BUDGETS(ClusterObject.Kind.POD_DISRUPTION_BUDGET),
  PERSISTENT_VOLUMES(ClusterObject.Kind.PERSISTENT_VOLUME),
  PERSISTENT_VOLUME_CLAIMS(ClusterObject.Kind.PERSISTENT_VOLUME_CLAIM),
  STORAGE_CLASSES(ClusterObject.Kind.STORAGE_CLASS),
  CSI_NODES(ClusterObject.Kind.CSI_NODE),
  CSI_DRIVERS(ClusterObject.Kind.CSI_DRIVER),
  CSI_STORAGE_CAPACITIES(ClusterObject.Kind.CSI_STORAGE_CAPACITY),
  VOLUME_ATTACHMENTS(ClusterObject.Kind.VOLUME_ATTACHMENT),
  DEVICE_CLASSES(ClusterObject.Kind.DEVICE_CLASS),
  RESOURCE_CLAIMS(ClusterObject.Kind.RESOURCE_CLAIM),
  RESOURCE_SLICES(ClusterObject.Kind.RESOURCE_SLICE);

  private final ClusterObject.@Nullable Kind lookedUpAs;

  ObjectKind(ClusterObject.@Nullable Kind lookedUpAs) {
    this.lookedUpAs = lookedUpAs;
  }

  /** What plugins look such objects up as; null when they do not. */
  public ClusterObject.@Nullable Kind lookedUpAs() {
    return lookedUpAs;
  }
}
