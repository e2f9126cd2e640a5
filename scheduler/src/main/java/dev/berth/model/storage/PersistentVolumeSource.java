package dev.berth.model.storage;

import dev.berth.model.VolumeSource;

/**
 * What a PersistentVolume is made of, as far as scheduling cares.
 *
 * <p>Threading: immutable.
 */
public sealed interface PersistentVolumeSource {

  /** A volume of a CSI driver. */
  record Csi(String driver, String volumeHandle) implements PersistentVolumeSource {}

  /**
   * A disk whose work a CSI driver has taken over: see {@code isCSIMigrationOn} of kube-scheduler.
   */
  record InTree(VolumeSource.Disk disk) implements PersistentVolumeSource {}

  /** Anything else: nobody counts or translates it. */
  record Other() implements PersistentVolumeSource {}
}
