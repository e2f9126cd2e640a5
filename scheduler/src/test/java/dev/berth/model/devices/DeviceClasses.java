package dev.berth.model.devices;

import dev.berth.model.ObjectKey;
import java.util.List;

/** Device classes for tests. */
public final class DeviceClasses {
  private DeviceClasses() {}

  /** One without conditions. */
  public static DeviceClass offering(String name, String extendedResource) {
    return offering(name, extendedResource, 0);
  }

  public static DeviceClass offering(String name, String extendedResource, long createdMicros) {
    return new DeviceClass(
        ObjectKey.ofCluster(name), createdMicros, List.of(), List.of(), extendedResource);
  }
}
