package dev.berth.framework;

import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeClaim;

/**
 * Of a scheduler that decides and writes nothing: every write fails.
 *
 * <p>Threading: immutable.
 */
public final class NoVolumeWriter implements VolumeWriter {
  private static final Outcome NOTHING_IS_WRITTEN =
      new Outcome.Failed("this scheduler decides and writes nothing");

  @Override
  public Outcome setAside(PersistentVolume volume, PersistentVolumeClaim claim) {
    return NOTHING_IS_WRITTEN;
  }

  @Override
  public Outcome selectNode(PersistentVolumeClaim claim) {
    return NOTHING_IS_WRITTEN;
  }
}
