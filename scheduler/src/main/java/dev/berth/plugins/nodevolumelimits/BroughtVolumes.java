package dev.berth.plugins.nodevolumelimits;

import dev.berth.framework.KeptFacts;
import dev.berth.framework.Status;
import dev.berth.model.storage.PersistentVolumeSource.Csi;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The volumes of CSI drivers that a pod would bring to a node, or why that cannot be said.
 *
 * <p>Threading: immutable.
 *
 * @param byDriver distinct
 */
record BroughtVolumes(@Nullable Status failure, Map<String, Set<Csi>> byDriver) {

  /**
   * All of the pod that a node's answer can depend on, as long as no pod brings a volume of these
   * to any node.
   *
   * @param facts whose answers it goes with
   * @param counts of volumes by driver
   * @param shared those of the volumes that a pod on some node uses
   */
  record Aspect(Object facts, Map<String, Integer> counts, Set<Csi> shared) {}

  static BroughtVolumes of(@Nullable Status failure, Set<Csi> volumes) {
    Map<String, Set<Csi>> byDriver = new HashMap<>();
    for (Csi volume : volumes) {
      byDriver.computeIfAbsent(volume.driver(), _ -> new HashSet<>()).add(volume);
    }
    return new BroughtVolumes(failure, byDriver);
  }

  boolean isEmpty() {
    return byDriver.isEmpty();
  }

  /** Pods whose volumes nobody uses are alike when they bring as many. */
  Aspect aspect(KeptFacts<AttachedVolumes> nodes) {
    Map<String, Integer> counts = new HashMap<>();
    Set<Csi> shared = new HashSet<>();
    for (Map.Entry<String, Set<Csi>> ofDriver : byDriver.entrySet()) {
      counts.put(ofDriver.getKey(), ofDriver.getValue().size());
      for (Csi volume : ofDriver.getValue()) {
        if (nodes.isNamed(volume)) {
          shared.add(volume);
        }
      }
    }
    return new Aspect(nodes.identity(), counts, shared);
  }
}
