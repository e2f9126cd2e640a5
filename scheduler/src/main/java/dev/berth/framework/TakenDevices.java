package dev.berth.framework;

import dev.berth.model.Quantity;
import dev.berth.model.devices.DeviceId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is taken of devices. Admin access takes nothing.
 *
 * <p>Mirrors {@code AllocatedState}, dynamic-resource-allocation/structured/schedulerapi,
 * Kubernetes 1.36.3. Threading: scheduler thread only.
 */
public interface TakenDevices {

  /** Whether a claim has the whole device. */
  boolean isTaken(DeviceId device);

  /** Whether a claim has a share of the device. */
  boolean isShared(DeviceId device);

  /** What shares of the device consume together, by name of the capacity; null when nothing. */
  @Nullable Map<String, Quantity> consumed(DeviceId device);
}
