package dev.berth.model.devices;

import java.util.List;

/**
 * What has to happen before a pod with a device is bound.
 *
 * <p>Threading: immutable.
 *
 * @param toNode {@code bindsToNode}: an allocation is for the chosen node alone
 * @param conditions that have to become true in the claim's status
 * @param failureConditions of which none may become true
 */
public record DeviceBinding(
    boolean toNode, List<String> conditions, List<String> failureConditions) {
  /** Nothing. */
  public static final DeviceBinding NONE = new DeviceBinding(false, List.of(), List.of());

  public DeviceBinding {
    conditions = List.copyOf(conditions);
    failureConditions = List.copyOf(failureConditions);
  }
}
