package dev.berth.cluster;

import dev.berth.framework.DeviceLedger;
import dev.berth.framework.GroupedLister;
import dev.berth.framework.Lister;
import dev.berth.framework.Listers;
import dev.berth.model.ClusterObject;
import dev.berth.model.ClusterObject.Kind;
import dev.berth.model.Namespace;
import dev.berth.model.PodDisruptionBudget;
import dev.berth.model.ReplicaSet;
import dev.berth.model.ReplicationController;
import dev.berth.model.Service;
import dev.berth.model.StatefulSet;
import dev.berth.model.devices.ResourceClaim;
import dev.berth.model.devices.ResourceSlice;
import dev.berth.model.storage.CsiDriver;
import dev.berth.model.storage.CsiNode;
import dev.berth.model.storage.CsiStorageCapacity;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeClaim;
import dev.berth.model.storage.StorageClass;
import dev.berth.model.storage.VolumeAttachment;

/**
 * The mirror's objects that are neither nodes nor pods.
 *
 * <p>Threading: the thread that owns the mirror.
 */
final class ObjectTables implements Listers {
  private final ObjectTable<Namespace> namespaces;
  private final ObjectTable<Service> services;
  private final ObjectTable<ReplicationController> replicationControllers;
  private final ObjectTable<ReplicaSet> replicaSets;
  private final ObjectTable<StatefulSet> statefulSets;
  private final ObjectTable<PodDisruptionBudget> podDisruptionBudgets;
  private final GroupedTable<PersistentVolume> persistentVolumes;
  private final ObjectTable<PersistentVolumeClaim> persistentVolumeClaims;
  private final ObjectTable<StorageClass> storageClasses;
  private final ObjectTable<CsiNode> csiNodes;
  private final ObjectTable<CsiDriver> csiDrivers;
  private final GroupedTable<CsiStorageCapacity> csiStorageCapacities;
  private final GroupedTable<VolumeAttachment> volumeAttachments;
  private final DeviceClasses deviceClasses;
  private final ClaimTable resourceClaims;
  private final ObjectTable<ResourceSlice> resourceSlices;

  ObjectTables(LookUps lookUps) {
    namespaces = new ObjectTable<>(Namespace.class, lookUps);
    services = new ObjectTable<>(Service.class, lookUps);
    replicationControllers = new ObjectTable<>(ReplicationController.class, lookUps);
    replicaSets = new ObjectTable<>(ReplicaSet.class, lookUps);
    statefulSets = new ObjectTable<>(StatefulSet.class, lookUps);
    podDisruptionBudgets = new ObjectTable<>(PodDisruptionBudget.class, lookUps);
    persistentVolumes =
        new GroupedTable<>(PersistentVolume.class, PersistentVolume::storageClassName, lookUps);
    persistentVolumeClaims = new ObjectTable<>(PersistentVolumeClaim.class, lookUps);
    storageClasses = new ObjectTable<>(StorageClass.class, lookUps);
    csiNodes = new ObjectTable<>(CsiNode.class, lookUps);
    csiDrivers = new ObjectTable<>(CsiDriver.class, lookUps);
    csiStorageCapacities =
        new GroupedTable<>(CsiStorageCapacity.class, CsiStorageCapacity::storageClassName, lookUps);
    volumeAttachments =
        new GroupedTable<>(VolumeAttachment.class, VolumeAttachment::nodeName, lookUps);
    deviceClasses = new DeviceClasses(lookUps);
    resourceClaims = new ClaimTable(lookUps);
    resourceSlices = new ObjectTable<>(ResourceSlice.class, lookUps);
  }

  /** The devices that claims have, or are about to have. */
  DeviceLedger devices() {
    return resourceClaims.ledger();
  }

  ObjectTable<? extends ClusterObject> table(Kind kind) {
    return switch (kind) {
      case NAMESPACE -> namespaces;
      case SERVICE -> services;
      case REPLICATION_CONTROLLER -> replicationControllers;
      case REPLICA_SET -> replicaSets;
      case STATEFUL_SET -> statefulSets;
      case POD_DISRUPTION_BUDGET -> podDisruptionBudgets;
      case PERSISTENT_VOLUME -> persistentVolumes;
      case PERSISTENT_VOLUME_CLAIM -> persistentVolumeClaims;
      case STORAGE_CLASS -> storageClasses;
      case CSI_NODE -> csiNodes;
      case CSI_DRIVER -> csiDrivers;
      case CSI_STORAGE_CAPACITY -> csiStorageCapacities;
      case VOLUME_ATTACHMENT -> volumeAttachments;
      case DEVICE_CLASS -> deviceClasses;
      case RESOURCE_CLAIM -> resourceClaims;
      case RESOURCE_SLICE -> resourceSlices;
    };
  }

  @Override
  public Lister<Namespace> namespaces() {
    return namespaces;
  }

  @Override
  public Lister<Service> services() {
    return services;
  }

  @Override
  public Lister<ReplicationController> replicationControllers() {
    return replicationControllers;
  }

  @Override
  public Lister<ReplicaSet> replicaSets() {
    return replicaSets;
  }

  @Override
  public Lister<StatefulSet> statefulSets() {
    return statefulSets;
  }

  @Override
  public Lister<PodDisruptionBudget> podDisruptionBudgets() {
    return podDisruptionBudgets;
  }

  @Override
  public GroupedLister<PersistentVolume> persistentVolumes() {
    return persistentVolumes;
  }

  @Override
  public Lister<PersistentVolumeClaim> persistentVolumeClaims() {
    return persistentVolumeClaims;
  }

  @Override
  public Lister<StorageClass> storageClasses() {
    return storageClasses;
  }

  @Override
  public Lister<CsiNode> csiNodes() {
    return csiNodes;
  }

  @Override
  public Lister<CsiDriver> csiDrivers() {
    return csiDrivers;
  }

  @Override
  public GroupedLister<CsiStorageCapacity> csiStorageCapacities() {
    return csiStorageCapacities;
  }

  @Override
  public GroupedLister<VolumeAttachment> volumeAttachments() {
    return volumeAttachments;
  }

  @Override
  public DeviceClasses deviceClasses() {
    return deviceClasses;
  }

  @Override
  public Lister<ResourceClaim> resourceClaims() {
    return resourceClaims;
  }

  @Override
  public Lister<ResourceSlice> resourceSlices() {
    return resourceSlices;
  }
}
