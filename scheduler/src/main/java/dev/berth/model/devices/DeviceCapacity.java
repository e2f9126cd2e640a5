package dev.berth.model.devices;

import dev.berth.model.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * How much of something a device has.
 *
 * <p>Threading: immutable.
 *
 * @param policy how much of it a request may consume; null when requests are not limited
 */
public record DeviceCapacity(Quantity value, @Nullable CapacityRequestPolicy policy) {}
