package dev.berth.model.devices;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a driver says about an allocated device: an entry of {@code status.devices}.
 *
 * <p>Threading: immutable.
 *
 * @param shareId as in {@link AllocatedDevice}
 */
public record DeviceStatus(
    DeviceId id, @Nullable String shareId, List<DeviceCondition> conditions) {
  public DeviceStatus {
    conditions = List.copyOf(conditions);
  }

  /** A condition of the device; {@code status} is {@code True}, {@code False} or other text. */
  public record DeviceCondition(String type, String status, String reason, String message) {}
}
