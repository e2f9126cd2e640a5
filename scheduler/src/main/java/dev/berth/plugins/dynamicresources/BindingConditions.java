package dev.berth.plugins.dynamicresources;

import dev.berth.model.FieldErrors;
import dev.berth.model.devices.AllocatedDevice;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.DeviceStatus;
import dev.berth.model.devices.ResourceClaim;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Conditions that a driver must report of allocated devices before the pod may be bound.
 *
 * <p>Mirrors {@code isClaimReadyForBinding} and {@code isClaimTimeout}, {@code
 * plugins/dynamicresources/dynamicresources.go}, Kubernetes 1.36.3. Threading: immutable.
 */
final class BindingConditions {

  /** How the devices of a claim stand. */
  sealed interface Readiness {
    record Ready() implements Readiness {}

    record NotYet() implements Readiness {}

    /** A device reports that it never will be. */
    record Failed(String message) implements Readiness {}
  }

  private static final Readiness READY = new Readiness.Ready();
  private static final Readiness NOT_YET = new Readiness.NotYet();
  private static final String TRUE = "True";

  private final Duration timeout;

  /**
   * The rules.
   *
   * @param timeout how long devices may take, from their allocation on
   */
  BindingConditions(Duration timeout) {
    this.timeout = timeout;
  }

  Duration timeout() {
    return timeout;
  }

  /** Whether any device of the claim has conditions. */
  static boolean has(ResourceClaim claim) {
    Allocation allocation = claim.allocation();
    return allocation != null
        && allocation.devices().stream().anyMatch(device -> !device.bindingConditions().isEmpty());
  }

  static Readiness of(ResourceClaim claim) {
    Allocation allocation = claim.allocation();
    if (allocation == null) {
      return NOT_YET;
    }
    for (AllocatedDevice device : allocation.devices()) {
      Readiness readiness = device.bindingConditions().isEmpty() ? READY : of(claim, device);
      if (!readiness.equals(READY)) {
        return readiness;
      }
    }
    return READY;
  }

  private static Readiness of(ResourceClaim claim, AllocatedDevice device) {
    DeviceStatus status = statusOf(claim, device);
    if (status == null) {
      return NOT_YET;
    }
    for (String type : device.bindingFailureConditions()) {
      DeviceStatus.DeviceCondition condition = find(status.conditions(), type);
      if (condition != null && condition.status().equals(TRUE)) {
        return new Readiness.Failed(
            "device binding failed: claim=%s, reason=%s, message=%s"
                .formatted(
                    claim.key().name(),
                    condition.reason(),
                    FieldErrors.quote(condition.message())));
      }
    }
    for (String type : device.bindingConditions()) {
      DeviceStatus.DeviceCondition condition = find(status.conditions(), type);
      if (condition == null || !condition.status().equals(TRUE)) {
        return NOT_YET;
      }
    }
    return READY;
  }

  private static @Nullable DeviceStatus statusOf(ResourceClaim claim, AllocatedDevice device) {
    for (DeviceStatus status : claim.status().devices()) {
      if (status.id().equals(device.id())) {
        return status;
      }
    }
    return null;
  }

  private static DeviceStatus.@Nullable DeviceCondition find(
      List<DeviceStatus.DeviceCondition> conditions, String type) {
    for (DeviceStatus.DeviceCondition condition : conditions) {
      if (condition.type().equals(type)) {
        return condition;
      }
    }
    return null;
  }

  /** Whether the devices have had their time. */
  boolean isOverdue(ResourceClaim claim, Instant now) {
    Allocation allocation = claim.allocation();
    if (allocation == null || allocation.timestampMicros() == null || !has(claim)) {
      return false;
    }
    Instant allocated = Instant.EPOCH.plus(allocation.timestampMicros(), ChronoUnit.MICROS);
    return allocated.plus(timeout).isBefore(now);
  }

  static String overdue(ResourceClaim claim) {
    return "device binding timeout: claim=" + claim.key().name();
  }
}
