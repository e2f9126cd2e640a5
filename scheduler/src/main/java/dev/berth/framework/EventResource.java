package dev.berth.framework;

/**
 * The kind of object whose change may make a rejected pod schedulable.
 *
 * <p>Mirrors {@code framework.EventResource}, Kubernetes 1.36.3; {@link #label()} is the upstream
 * text.
 */
public enum EventResource {
  /** Any pod; what plugins register. */
  POD("Pod"),
  /** A pod with a node, or a nominated one; what happens. */
  ASSIGNED_POD("AssignedPod"),
  /** A pod without a node; what happens. */
  UNSCHEDULABLE_POD("UnschedulablePod"),
  NODE("Node"),
  PERSISTENT_VOLUME("PersistentVolume"),
  PERSISTENT_VOLUME_CLAIM("PersistentVolumeClaim"),
  CSI_NODE("storage.k8s.io/CSINode"),
  CSI_DRIVER("storage.k8s.io/CSIDriver"),
  VOLUME_ATTACHMENT("storage.k8s.io/VolumeAttachment"),
  CSI_STORAGE_CAPACITY("storage.k8s.io/CSIStorageCapacity"),
  STORAGE_CLASS("storage.k8s.io/StorageClass"),
  RESOURCE_CLAIM("resource.k8s.io/ResourceClaim"),
  RESOURCE_SLICE("resource.k8s.io/ResourceSlice"),
  DEVICE_CLASS("resource.k8s.io/DeviceClass"),
  WILDCARD("*");

  private final String label;

  EventResource(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /**
   * True when something registered for this resource is concerned by what happened to {@code
   * happened}.
   */
  public boolean covers(EventResource happened) {
    return this == WILDCARD
        || this == happened
        || (this == POD && (happened == ASSIGNED_POD || happened == UNSCHEDULABLE_POD));
  }
}
