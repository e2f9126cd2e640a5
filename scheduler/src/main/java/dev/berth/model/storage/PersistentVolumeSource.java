package dev.berth.model.storage;

import dev.berth.model.VolumeSource;
import org.jspecify.annotations.Nullable;

/**
 * What a PersistentVolume is made of, as far as scheduling cares.
 *
 * <p>Threading: immutable.
 */
public sealed interface PersistentVolumeSource {

  /** A volume of a CSI driver. */
  record Csi(String driver, String volumeHandle) implements PersistentVolumeSource {

    /** Spelled out, as {@link #hashCode}: those of a node are compared for each pod. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Csi csi
          && volumeHandle.equals(csi.volumeHandle)
          && driver.equals(csi.driver);
    }

    @Override
    public int hashCode() {
      return 31 * driver.hashCode() + volumeHandle.hashCode();
    }
  }

  /**
   * A disk whose work a CSI driver has taken over: see {@code isCSIMigrationOn} of kube-scheduler.
   */
  record InTree(VolumeSource.Disk disk) implements PersistentVolumeSource {}

  /** Anything else: nobody counts or translates it. */
  record Other() implements PersistentVolumeSource {}
}
