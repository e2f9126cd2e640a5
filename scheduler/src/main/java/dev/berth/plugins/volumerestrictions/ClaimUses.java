package dev.berth.plugins.volumerestrictions;

import dev.berth.framework.CycleState;
import dev.berth.model.PodInfo;
import dev.berth.model.PodVolume;
import dev.berth.model.VolumeSource;
import java.util.Set;

/**
 * How often placed pods use the claims of a pod that are for one pod alone.
 *
 * <p>Mirrors {@code preFilterState}, plugins/volumerestrictions/volume_restrictions.go, Kubernetes
 * 1.36.3: as there, pods that are added or removed are looked at by the names of their claims, in
 * whatever namespace. Threading: one per attempt.
 */
final class ClaimUses implements CycleState.Forkable<ClaimUses> {
  private final Set<String> claimNames;
  private int count;

  ClaimUses(Set<String> claimNames, int count) {
    this.claimNames = claimNames;
    this.count = count;
  }

  boolean any() {
    return count > 0;
  }

  /** Another pod came, or with -1 went. */
  void update(PodInfo pod, int change) {
    for (PodVolume volume : pod.volumes()) {
      if (volume.source() instanceof VolumeSource.Claim(String claimName)
          && claimNames.contains(claimName)) {
        count += change;
      }
    }
  }

  @Override
  public ClaimUses copy() {
    return new ClaimUses(claimNames, count);
  }
}
