package dev.berth.model.devices;

import org.jspecify.annotations.Nullable;

/**
 * A toleration of a request as it was written; "" stands for a field that is absent.
 *
 * <p>Mirrors {@code ToleratesTaint}, dynamic-resource-allocation/resourceclaim/devicetoleration.go,
 * Kubernetes 1.36.3. Threading: immutable.
 *
 * @param seconds for how long; null when for ever. Kept because it is copied into allocations
 */
public record DeviceToleration(
    String key, String operator, String value, String effect, @Nullable Long seconds) {

  public boolean tolerates(DeviceTaint taint) {
    if (!effect.isEmpty() && !effect.equals(taint.effect())) {
      return false;
    }
    if (!key.isEmpty() && !key.equals(taint.key())) {
      return false;
    }
    return switch (operator) {
      case "", "Equal" -> value.equals(taint.value());
      case "Exists" -> true;
      default -> false;
    };
  }
}
