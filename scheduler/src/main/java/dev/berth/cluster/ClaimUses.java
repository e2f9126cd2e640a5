package dev.berth.cluster;

import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.model.PodVolume;
import dev.berth.model.VolumeSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often the pods on the nodes of a view name each claim.
 *
 * <p>Mirrors {@code usedPVCSet}, pkg/scheduler/backend/cache/snapshot.go, Kubernetes 1.36.3.
 * Threading: the thread that owns the view.
 */
final class ClaimUses {
  private final Map<ObjectKey, Integer> uses = new HashMap<>();

  boolean any(ObjectKey claim) {
    return uses.containsKey(claim);
  }

  /**
   * A node has other pods with volumes. O(pods with volumes on the node), of which those before the
   * first that changed cost next to nothing.
   */
  void replace(List<PodInfo> before, List<PodInfo> after) {
    int first = 0;
    int both = Math.min(before.size(), after.size());
    while (first < both && before.get(first) == after.get(first)) {
      first++;
    }
    for (int i = first; i < after.size(); i++) {
      count(after.get(i), 1);
    }
    for (int i = first; i < before.size(); i++) {
      count(before.get(i), -1);
    }
  }

  private void count(PodInfo pod, int change) {
    for (PodVolume volume : pod.volumes()) {
      if (volume.source() instanceof VolumeSource.Claim(String name)) {
        uses.merge(
            new ObjectKey(pod.key().namespace(), name),
            change,
            (count, more) -> count + more == 0 ? null : count + more);
      }
    }
  }
}
