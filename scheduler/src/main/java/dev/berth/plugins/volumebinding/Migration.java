package dev.berth.plugins.volumebinding;

import dev.berth.model.NodeSelector;
import dev.berth.model.VolumeSource;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeSource;
import org.jspecify.annotations.Nullable;

/**
 * A volume of an in-tree plugin as the CSI driver sees it that has taken over the plugin's work.
 *
 * <p>Mirrors {@code TranslateInTreePVToCSI}, csi-translation-lib/plugins, Kubernetes 1.36.3, as far
 * as nodes are concerned. Threading: immutable.
 *
 * @param plugin the name of the in-tree plugin
 * @param nodes the nodes that reach it; null means all
 * @param error why it cannot be translated; null when it can
 */
record Migration(String plugin, @Nullable NodeSelector nodes, @Nullable String error) {

  /** How a volume is translated; null when it is of no plugin whose work was taken over. */
  static @Nullable Migration of(PersistentVolume volume) {
    if (!(volume.source() instanceof PersistentVolumeSource.InTree(VolumeSource.Disk disk))) {
      return null;
    }
    return switch (disk) {
      case VolumeSource.AwsElasticBlockStore _ ->
          of("kubernetes.io/aws-ebs", "topology.ebs.csi.aws.com/zone", volume);
      case VolumeSource.GcePersistentDisk _ ->
          of("kubernetes.io/gce-pd", "topology.gke.io/zone", volume);
      case VolumeSource.Cinder _ ->
          of("kubernetes.io/cinder", "topology.cinder.csi.openstack.org/zone", volume);
      case VolumeSource.AzureDisk _ ->
          new Migration("kubernetes.io/azure-disk", volume.requiredNodes(), null);
      case VolumeSource.Portworx _ ->
          new Migration("kubernetes.io/portworx-volume", volume.requiredNodes(), null);
    };
  }

  private static Migration of(String plugin, String zoneKey, PersistentVolume volume) {
    return new Migration(plugin, DriverTopology.of(volume, zoneKey), null);
  }
}
