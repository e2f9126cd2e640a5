package dev.berth.plugins.nodevolumelimits;

import dev.berth.framework.Status;
import dev.berth.model.storage.PersistentVolumeSource.Csi;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many volumes of CSI drivers a node has, and how many it can have.
 *
 * <p>Threading: immutable.
 *
 * @param failure why it cannot be said, or null
 * @param used by pods on the node
 * @param counts by driver, of what pods use and what else is attached
 * @param limits by driver, of those that have one; none when the node has no CSINode
 */
record AttachedVolumes(
    @Nullable Status failure,
    Set<Csi> used,
    Map<String, Integer> counts,
    Map<String, Integer> limits)
    implements VolumesOnNode {

  /** Of a node that takes whatever comes. */
  static final AttachedVolumes WITHOUT_LIMITS =
      new AttachedVolumes(null, Set.of(), Map.of(), Map.of());

  AttachedVolumes {
    used = Set.copyOf(used);
    counts = Map.copyOf(counts);
    limits = Map.copyOf(limits);
  }

  static AttachedVolumes failed(Status failure, Map<String, Integer> limits) {
    return new AttachedVolumes(failure, Set.of(), Map.of(), limits);
  }

  @Override
  public boolean haveRoomFor(Map<String, Set<Csi>> byDriver) {
    return isRoomFor(byDriver, used, counts, limits);
  }

  /** As {@link VolumesOnNode#haveRoomFor}, where that much is used, counted and allowed. */
  static boolean isRoomFor(
      Map<String, Set<Csi>> byDriver,
      Set<Csi> used,
      Map<String, Integer> counts,
      Map<String, Integer> limits) {
    for (Map.Entry<String, Integer> limit : limits.entrySet()) {
      int more = 0;
      for (Csi volume : byDriver.getOrDefault(limit.getKey(), Set.of())) {
        more += used.contains(volume) ? 0 : 1;
      }
      if (more > 0 && counts.getOrDefault(limit.getKey(), 0) + more > limit.getValue()) {
        return false;
      }
    }
    return true;
  }
}
