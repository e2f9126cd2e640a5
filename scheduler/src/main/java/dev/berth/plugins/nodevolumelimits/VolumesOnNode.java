package dev.berth.plugins.nodevolumelimits;

import dev.berth.framework.Status;
import dev.berth.model.storage.PersistentVolumeSource.Csi;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The volumes of CSI drivers that a node has, and how many it can have. */
sealed interface VolumesOnNode permits AttachedVolumes, NodeTally {

  /** Why it cannot be said, or null. */
  @Nullable Status failure();

  /**
   * Whether the node can attach these, too. A volume that pods on the node use needs no room; one
   * that is attached and unused needs it again, as upstream.
   *
   * @param byDriver distinct volumes
   */
  boolean haveRoomFor(Map<String, Set<Csi>> byDriver);
}
