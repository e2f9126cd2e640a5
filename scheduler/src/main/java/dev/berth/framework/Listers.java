package dev.berth.framework;

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
 * What plugins look up of kinds other than nodes and pods.
 *
 * <p>Threading: scheduler thread only; the content is that of now, and does not change during an
 * attempt.
 */
public interface Listers {
  Lister<Namespace> namespaces();

  Lister<Service> services();

  Lister<ReplicationController> replicationControllers();

  Lister<ReplicaSet> replicaSets();

  Lister<StatefulSet> statefulSets();

  Lister<PodDisruptionBudget> podDisruptionBudgets();

  /** Grouped by the name of their storage class. */
  GroupedLister<PersistentVolume> persistentVolumes();

  Lister<PersistentVolumeClaim> persistentVolumeClaims();

  Lister<StorageClass> storageClasses();

  Lister<CsiNode> csiNodes();

  Lister<CsiDriver> csiDrivers();

  /** Grouped by the name of their storage class. */
  GroupedLister<CsiStorageCapacity> csiStorageCapacities();

  /** Grouped by the name of their node. */
  GroupedLister<VolumeAttachment> volumeAttachments();

  DeviceClassLister deviceClasses();

  Lister<ResourceClaim> resourceClaims();

  Lister<ResourceSlice> resourceSlices();
}
