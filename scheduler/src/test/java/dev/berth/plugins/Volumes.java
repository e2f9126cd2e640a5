package dev.berth.plugins;

import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.model.PodVolume;
import dev.berth.model.VolumeSource;
import dev.berth.model.storage.CsiNode;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeClaim;
import dev.berth.model.storage.PersistentVolumeSource;
import dev.berth.model.storage.StorageClass;
import dev.berth.model.storage.VolumeAttachment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Short ways to write volumes, claims and pods that use them, all in the namespace default. */
public final class Volumes {

  private Volumes() {}

  /** A pod with volumes v0, v1, ... of these sources. */
  public static PodInfo.Builder pod(String name, VolumeSource... sources) {
    List<PodVolume> volumes = new ArrayList<>();
    for (VolumeSource source : sources) {
      volumes.add(new PodVolume("v" + volumes.size(), source));
    }
    return Make.pod(name).volumes(volumes);
  }

  public static VolumeSource claimed(String claim) {
    return new VolumeSource.Claim(claim);
  }

  public static VolumeSource ephemeral() {
    return new VolumeSource.Ephemeral();
  }

  public static VolumeSource gce(String name) {
    return new VolumeSource.GcePersistentDisk(name, false);
  }

  /** A claim bound to that volume. */
  public static PersistentVolumeClaim bound(String name, String volume) {
    return PersistentVolumeClaim.builder("default", name).volumeName(volume).build();
  }

  /** A claim of that class without a volume. */
  public static PersistentVolumeClaim unbound(String name, String storageClass) {
    return PersistentVolumeClaim.builder("default", name).storageClassName(storageClass).build();
  }

  /** A claim that only one pod may use. */
  public static PersistentVolumeClaim exclusive(String name) {
    return PersistentVolumeClaim.builder("default", name)
        .accessModes(Set.of("ReadWriteOncePod"))
        .build();
  }

  public static PersistentVolume labelled(String name, String... labels) {
    return PersistentVolume.builder(name).labels(Make.labels(labels)).build();
  }

  public static PersistentVolume csi(String name, String driver, String handle) {
    return PersistentVolume.builder(name)
        .source(new PersistentVolumeSource.Csi(driver, handle))
        .build();
  }

  public static PersistentVolume inTree(String name, VolumeSource.Disk disk) {
    return PersistentVolume.builder(name).source(new PersistentVolumeSource.InTree(disk)).build();
  }

  public static StorageClass storageClass(
      String name, String provisioner, @Nullable String bindingMode) {
    return new StorageClass(ObjectKey.ofCluster(name), provisioner, bindingMode, List.of());
  }

  /** A CSINode whose one driver can attach so many volumes; null for no limit. */
  public static CsiNode limit(String node, String driver, @Nullable Integer volumes) {
    return new CsiNode(
        ObjectKey.ofCluster(node), List.of(new CsiNode.Driver(driver, volumes)), Set.of());
  }

  public static VolumeAttachment attachment(String name, String attacher, String node, String pv) {
    return new VolumeAttachment(ObjectKey.ofCluster(name), attacher, node, pv);
  }
}
