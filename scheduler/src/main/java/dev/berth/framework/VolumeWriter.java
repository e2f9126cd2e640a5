package dev.berth.framework;

import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeClaim;

/**
 * Writes into volumes and claims what makes others bind or provision them.
 *
 * <p>A write holds only for the version of the object that it was decided on: one that was changed
 * since fails. Threading: any thread; blocks.
 */
public interface VolumeWriter {

  /** What became of a write. */
  sealed interface Outcome {
    /** The object is as it should be, since this version. */
    record Written(String resourceVersion) implements Outcome {}

    /** It is not, or nobody knows; why, in the server's words. */
    record Failed(String message) implements Outcome {}
  }

  /**
   * Sets the volume aside for the claim, and the PV controller then binds the two.
   *
   * @param volume as it should be, in the version that it was decided on
   */
  Outcome setAside(PersistentVolume volume, PersistentVolumeClaim claim)
      throws InterruptedException;

  /**
   * Names the node for which the claim's volume is to be provisioned.
   *
   * @param claim as it should be, in the version that it was decided on
   */
  Outcome selectNode(PersistentVolumeClaim claim) throws InterruptedException;
}
