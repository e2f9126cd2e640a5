package dev.berth.model.devices;

import dev.berth.model.Quantity;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A device that was allocated for a request: an entry of {@code status.allocation.devices.results}.
 *
 * <p>Threading: immutable.
 *
 * @param request its name, or {@code request/alternative}
 * @param shareId of this share of a device that several claims share; null for a whole device
 * @param consumedCapacity by name of the capacity, of a device that several claims share
 */
public record AllocatedDevice(
    String request,
    DeviceId id,
    boolean adminAccess,
    List<DeviceToleration> tolerations,
    List<String> bindingConditions,
    List<String> bindingFailureConditions,
    @Nullable String shareId,
    Map<String, Quantity> consumedCapacity) {
  public AllocatedDevice {
    tolerations = List.copyOf(tolerations);
    bindingConditions = List.copyOf(bindingConditions);
    bindingFailureConditions = List.copyOf(bindingFailureConditions);
    consumedCapacity = Tables.copyOf(consumedCapacity);
  }
}
