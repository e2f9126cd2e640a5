package dev.berth.model.devices;

/**
 * Configuration that was allocated with devices: an entry of {@code
 * status.allocation.devices.config}.
 *
 * <p>Threading: immutable.
 *
 * @param source {@link #FROM_CLASS} or {@link #FROM_CLAIM}
 */
public record AllocatedConfig(String source, DeviceConfig config) {
  public static final String FROM_CLASS = "FromClass";
  public static final String FROM_CLAIM = "FromClaim";
}
