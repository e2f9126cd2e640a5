package dev.berth.model.storage;

import dev.berth.model.Labels;
import dev.berth.model.VolumeSource;
import dev.berth.model.storage.PersistentVolumeSource.Csi;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * In-tree disks as the volumes of the CSI drivers that have taken over their work.
 *
 * <p>Mirrors csi-translation-lib (translate.go and plugins/*.go), Kubernetes 1.36.3, for the five
 * plugins whose migration {@code isCSIMigrationOn} knows; its errors are repeated word for word.
 * Threading: any thread.
 */
public final class CsiTranslation {
  static final String GCE_PD = "kubernetes.io/gce-pd";
  static final String AWS_EBS = "kubernetes.io/aws-ebs";
  static final String AZURE_DISK = "kubernetes.io/azure-disk";
  static final String CINDER = "kubernetes.io/cinder";
  static final String PORTWORX = "kubernetes.io/portworx-volume";

  private static final Map<String, String> DRIVERS =
      Map.of(
          GCE_PD, "pd.csi.storage.gke.io",
          AWS_EBS, "ebs.csi.aws.com",
          AZURE_DISK, "disk.csi.azure.com",
          CINDER, "cinder.csi.openstack.org",
          PORTWORX, "pxd.portworx.com");

  /** Plugins that can be translated, but whose volumes nobody counts. */
  private static final Set<String> NOT_MIGRATED =
      Set.of("kubernetes.io/azure-file", "kubernetes.io/vsphere-volume");

  private static final String ZONE_BETA = "failure-domain.beta.kubernetes.io/zone";
  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final String ZONE_DELIMITER = "__";
  private static final String UNSPECIFIED = "UNSPECIFIED";
  private static final String AWS_SCHEME = "aws://";

  private CsiTranslation() {}

  /** Whether a provisioner of this name is a plugin that CSI drivers have replaced. */
  public static boolean isInTreePlugin(String provisioner) {
    return DRIVERS.containsKey(provisioner) || NOT_MIGRATED.contains(provisioner);
  }

  /** The driver that does the work of a plugin on nodes with a CSINode; null when none does. */
  public static @Nullable String driverOf(String plugin) {
    return DRIVERS.get(plugin);
  }

  /** {@code kubernetes.io/gce-pd} and others. */
  public static String pluginOf(VolumeSource.Disk disk) {
    return switch (disk) {
      case VolumeSource.GcePersistentDisk _ -> GCE_PD;
      case VolumeSource.AwsElasticBlockStore _ -> AWS_EBS;
      case VolumeSource.AzureDisk _ -> AZURE_DISK;
      case VolumeSource.Cinder _ -> CINDER;
      case VolumeSource.Portworx _ -> PORTWORX;
    };
  }

  /** A disk that a pod names itself. */
  public static Csi inline(VolumeSource.Disk disk) throws UntranslatableVolumeException {
    return translate(disk, Labels.EMPTY);
  }

  /** The disk that a volume is made of. */
  public static Csi source(PersistentVolume volume, VolumeSource.Disk disk)
      throws UntranslatableVolumeException {
    return translate(disk, volume.labels());
  }

  /** The whole volume: its source, and the nodes from which it can be reached. */
  public static PersistentVolume volume(PersistentVolume volume, VolumeSource.Disk disk)
      throws UntranslatableVolumeException {
    return volume.toBuilder()
        .source(source(volume, disk))
        .requiredNodes(CsiTopology.translate(volume, disk))
        .build();
  }

  private static Csi translate(VolumeSource.Disk disk, Labels labels)
      throws UntranslatableVolumeException {
    return switch (disk) {
      case VolumeSource.GcePersistentDisk(String name, boolean _) ->
          csi(GCE_PD, gceHandle(labels, name));
      case VolumeSource.AwsElasticBlockStore(String volumeId) ->
          csi(AWS_EBS, awsVolumeId(volumeId));
      case VolumeSource.AzureDisk(String uri, String kind) -> {
        if (!kind.isEmpty() && !kind.equalsIgnoreCase("Managed")) {
          throw new UntranslatableVolumeException(
              "kind(" + kind + ") is not supported in csi migration");
        }
        yield csi(AZURE_DISK, uri);
      }
      case VolumeSource.Cinder(String volumeId) -> csi(CINDER, volumeId);
      case VolumeSource.Portworx(String volumeId) -> csi(PORTWORX, volumeId);
    };
  }

  private static Csi csi(String plugin, String handle) {
    return new Csi(DRIVERS.getOrDefault(plugin, ""), handle);
  }

  // ---- Google ---------------------------------------------------------------------------------

  private static String gceHandle(String kind, String place, String disk) {
    return "projects/" + UNSPECIFIED + "/" + kind + "/" + place + "/disks/" + disk;
  }

  private static String gceHandle(Labels labels, String disk) throws UntranslatableVolumeException {
    String label = labels.get(ZONE_BETA);
    if (label == null || label.isEmpty()) {
      label = labels.get(ZONE);
    }
    if (label == null || label.isEmpty()) {
      return gceHandle("zones", UNSPECIFIED, disk);
    }
    String[] zones = label.split(ZONE_DELIMITER, -1);
    return zones.length == 1
        ? gceHandle("zones", label, disk)
        : gceHandle("regions", gceRegion(zones), disk);
  }

  /** Of zones like {@code europe-west1-b}. */
  private static String gceRegion(String[] zones) throws UntranslatableVolumeException {
    Set<String> regions = new TreeSet<>();
    for (String zone : zones) {
      String[] parts = zone.split("-", -1);
      if (parts.length != 3) {
        throw new UntranslatableVolumeException(
            "failed to get region from zones: zone in unexpected format, expected:"
                + " {locale}-{region}-{zone}, got: "
                + zone);
      }
      regions.add(parts[0] + "-" + parts[1]);
    }
    if (regions.size() != 1) {
      throw new UntranslatableVolumeException(
          "failed to get region from zones: multiple or no regions gotten from zones, got: "
              + regions);
    }
    return regions.iterator().next();
  }

  // ---- Amazon ---------------------------------------------------------------------------------

  /** {@code vol-1}, or {@code aws://zone/vol-1}. */
  private static String awsVolumeId(String id) throws UntranslatableVolumeException {
    if (!id.startsWith(AWS_SCHEME)) {
      return id;
    }
    String rest = id.substring(AWS_SCHEME.length());
    int path = rest.indexOf('/');
    String volume = path < 0 ? "" : trimSlashes(rest.substring(path));
    if (!volume.startsWith("vol-") || volume.indexOf('/') >= 0) {
      throw new UntranslatableVolumeException(
          "failed to translate Kubernetes ID to EBS Volume ID Invalid format for AWS volume ("
              + id
              + ")");
    }
    return volume;
  }

  private static String trimSlashes(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && text.charAt(from) == '/') {
      from++;
    }
    while (to > from && text.charAt(to - 1) == '/') {
      to--;
    }
    return text.substring(from, to);
  }
}
