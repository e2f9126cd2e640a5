package dev.berth.model.devices;

/**
 * A taint of a device, its effect as it was written.
 *
 * <p>Threading: immutable.
 */
public record DeviceTaint(String key, String value, String effect) {
  public static final String NO_SCHEDULE = "NoSchedule";
  public static final String NO_EXECUTE = "NoExecute";
}
