package dev.berth.plugins.dynamicresources;

import dev.berth.model.ResourceName;
import dev.berth.model.devices.ResourceClaim;
import java.util.Map;

/**
 * The one claim that stands for all of a pod's extended resources which DeviceClasses offer.
 *
 * <p>It is in memory only, without requests and with a name that no object can have, until a node
 * was chosen; then it is created. One that exists already was left by an attempt that failed.
 * Mirrors {@code specialClaimInMemName}, {@code
 * plugins/dynamicresources/extendeddynamicresources.go}, Kubernetes 1.36.3. Threading: immutable.
 *
 * @param classes the DeviceClass of each requested resource that has one
 */
record SpecialClaim(ResourceClaim claim, Map<ResourceName, String> classes) {
  static final String NAME_IN_MEMORY = "<extended-resources>";

  SpecialClaim {
    classes = Map.copyOf(classes);
  }

  /** Whether the API server has it. */
  static boolean exists(ResourceClaim claim) {
    return !claim.key().name().equals(NAME_IN_MEMORY);
  }
}
