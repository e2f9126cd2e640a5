package dev.berth.model.devices;

/**
 * Where a device is: its driver, the driver's pool, and its name there; written {@code
 * driver/pool/device}.
 *
 * <p>Threading: immutable.
 */
public record DeviceId(String driver, String pool, String device) {
  @Override
  public String toString() {
    return driver + "/" + pool + "/" + device;
  }
}
