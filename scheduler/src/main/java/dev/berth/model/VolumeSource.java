package dev.berth.model;

import java.util.Set;

/**
 * What a volume of a pod is made of, for the sources that can narrow placement. All others are left
 * out when a pod is decoded.
 *
 * <p>Threading: immutable.
 */
public sealed interface VolumeSource {

  /** A claim of the pod's namespace, by name. */
  record Claim(String claimName) implements VolumeSource {}

  /** A claim that is made for the pod and named after it: {@link PodVolume#claimName}. */
  record Ephemeral() implements VolumeSource {}

  /** An image of a Ceph cluster. */
  record Rbd(Set<String> monitors, String pool, String image, boolean readOnly)
      implements VolumeSource {
    public Rbd {
      monitors = Set.copyOf(monitors);
    }
  }

  /** A target of iSCSI. */
  record Iscsi(String iqn, boolean readOnly) implements VolumeSource {}

  /**
   * A disk of one of the kinds whose work CSI drivers have taken over ({@code isCSIMigrationOn},
   * plugins/nodevolumelimits/utils.go, Kubernetes 1.36.3).
   */
  sealed interface Disk extends VolumeSource {}

  record GcePersistentDisk(String name, boolean readOnly) implements Disk {}

  record AwsElasticBlockStore(String volumeId) implements Disk {}

  /**
   * A disk of Azure.
   *
   * @param kind {@code Managed} and others, "" when unset
   */
  record AzureDisk(String uri, String kind) implements Disk {}

  record Cinder(String volumeId) implements Disk {}

  record Portworx(String volumeId) implements Disk {}
}
