package dev.berth.config;

import java.time.Duration;

/**
 * Arguments of VolumeBinding. Its {@code shape} belongs to scoring by capacity, which is off in
 * Kubernetes 1.36, and is refused as kube-scheduler refuses it.
 *
 * <p>Threading: immutable.
 */
public record VolumeBindingArgs(Duration bindTimeout) implements PluginArgs {
  static VolumeBindingArgs read(Fields fields) {
    if (fields.has("shape")) {
      fields.tree("shape");
      fields.problem(
          "shape", "is given; remove it, the feature StorageCapacityScoring is off in 1.36");
    }
    return new VolumeBindingArgs(
        Duration.ofSeconds(fields.wholeNumber("bindTimeoutSeconds", 600L, 0, Fields.MAX_SECONDS)));
  }
}
