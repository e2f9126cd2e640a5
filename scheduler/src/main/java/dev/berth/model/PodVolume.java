package dev.berth.model;

import org.jspecify.annotations.Nullable;

/**
 * A volume of a pod that can narrow placement.
 *
 * <p>Threading: immutable.
 *
 * @param name by which the pod's containers mount it
 */
public record PodVolume(String name, VolumeSource source) {

  /**
   * The name of the claim that the volume is made of, in the pod's namespace; null when it is none.
   *
   * <p>Mirrors {@code ephemeral.VolumeClaimName}, component-helpers 1.36.3.
   */
  public @Nullable String claimName(PodInfo pod) {
    return switch (source) {
      case VolumeSource.Claim(String claimName) -> claimName;
      case VolumeSource.Ephemeral() -> pod.key().name() + "-" + name;
      case VolumeSource.Rbd _, VolumeSource.Iscsi _, VolumeSource.Disk _ -> null;
    };
  }
}
