package dev.berth.plugins.volumebinding;

import dev.berth.framework.VolumeWriter;
import dev.berth.model.VersionedObject;
import dev.berth.model.storage.ClaimReference;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeClaim;
import org.jspecify.annotations.Nullable;

/**
 * One object that is changed for a pod, first in memory, then on the server.
 *
 * <p>Threading: as {@link BindingPlan}.
 */
abstract sealed class PlannedWrite {
  private @Nullable String writtenVersion;

  /** The object as it should be, in the version that it was decided on. */
  abstract VersionedObject wanted();

  abstract VolumeWriter.Outcome send(VolumeWriter writer) throws InterruptedException;

  final boolean isWritten() {
    return writtenVersion != null;
  }

  final void written(String version) {
    writtenVersion = version;
  }

  /** Whether an object that the watch shows is from before the write. */
  final boolean isStale(VersionedObject watched) {
    return writtenVersion != null && isOlder(watched.resourceVersion(), writtenVersion);
  }

  /** Versions that are no numbers cannot be told apart, and count as new. */
  private static boolean isOlder(String version, String other) {
    try {
      return Long.parseUnsignedLong(version) < Long.parseUnsignedLong(other);
    } catch (NumberFormatException notNumbers) {
      return false;
    }
  }

  /** A volume that is set aside for a claim. */
  static final class SetAside extends PlannedWrite {
    private final PersistentVolume volume;
    private final PersistentVolumeClaim claim;

    /**
     * As {@code GetBindVolumeToClaim}, component-helpers/storage/volume/pv_helpers.go: only a
     * volume that nobody had chosen for the claim is marked as chosen by a controller.
     */
    SetAside(PersistentVolume found, PersistentVolumeClaim claim) {
      this.claim = claim;
      this.volume =
          found.toBuilder()
              .claim(new ClaimReference(claim.key().namespace(), claim.key().name(), claim.uid()))
              .boundByController(found.boundByController() || !Candidates.isSetAside(found, claim))
              .build();
    }

    PersistentVolumeClaim claim() {
      return claim;
    }

    @Override
    PersistentVolume wanted() {
      return volume;
    }

    @Override
    VolumeWriter.Outcome send(VolumeWriter writer) throws InterruptedException {
      return writer.setAside(volume, claim);
    }
  }

  /** A claim whose volume is to be provisioned for a node. */
  static final class NodeSelection extends PlannedWrite {
    private final PersistentVolumeClaim claim;

    NodeSelection(PersistentVolumeClaim found, String nodeName) {
      this.claim = found.toBuilder().selectedNode(nodeName).build();
    }

    @Override
    PersistentVolumeClaim wanted() {
      return claim;
    }

    @Override
    VolumeWriter.Outcome send(VolumeWriter writer) throws InterruptedException {
      return writer.selectNode(claim);
    }
  }
}
