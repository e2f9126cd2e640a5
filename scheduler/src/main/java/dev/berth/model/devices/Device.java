package dev.berth.model.devices;

import java.util.List;
import java.util.Map;

/**
 * A device of a {@link ResourceSlice}.
 *
 * <p>Threading: immutable.
 *
 * @param attributes by name, which may start with a domain and a slash
 * @param capacity by name, as attributes
 * @param nodes of slices with {@code perDeviceNodeSelection}
 * @param shareable {@code allowMultipleAllocations}
 */
public record Device(
    String name,
    Map<String, DeviceAttribute> attributes,
    Map<String, DeviceCapacity> capacity,
    List<CounterConsumption> consumesCounters,
    NodeReach nodes,
    List<DeviceTaint> taints,
    DeviceBinding binding,
    boolean shareable) {
  public Device {
    attributes = Tables.copyOf(attributes);
    capacity = Tables.copyOf(capacity);
    consumesCounters = List.copyOf(consumesCounters);
    taints = List.copyOf(taints);
  }

  /** One of which nothing but the name is said. */
  public static Device named(String name) {
    return new Device(
        name,
        Map.of(),
        Map.of(),
        List.of(),
        new NodeReach.Unsaid(),
        List.of(),
        DeviceBinding.NONE,
        false);
  }
}
