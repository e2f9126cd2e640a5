package dev.berth.model.devices;

import dev.berth.model.Quantity;
import java.util.List;
import java.util.Map;

/**
 * Which devices a request, or one of its alternatives, wants, and how many.
 *
 * <p>Threading: immutable.
 *
 * @param allocationMode as it was written: {@code ExactCount}, {@code All}, or from the future
 * @param count of devices in mode {@code ExactCount}
 * @param capacity what is to be consumed of each device, by name of the capacity
 */
public record DevicesWanted(
    String deviceClassName,
    List<DeviceSelector> selectors,
    String allocationMode,
    long count,
    List<DeviceToleration> tolerations,
    Map<String, Quantity> capacity) {
  public static final String EXACT_COUNT = "ExactCount";
  public static final String ALL = "All";

  public DevicesWanted {
    selectors = List.copyOf(selectors);
    tolerations = List.copyOf(tolerations);
    capacity = Tables.copyOf(capacity);
  }

  /** So many of a class, whichever. */
  public static DevicesWanted ofClass(String deviceClassName, long count) {
    return new DevicesWanted(deviceClassName, List.of(), EXACT_COUNT, count, List.of(), Map.of());
  }
}
