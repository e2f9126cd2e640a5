package dev.berth.model.devices;

import dev.berth.model.Quantity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What requests may consume of a capacity of a device that several claims share.
 *
 * <p>Threading: immutable.
 *
 * @param defaultValue what a request that says nothing consumes; null when that is all of it
 * @param validValues the amounts that are possible, ascending; empty when not limited in this way
 * @param validRange the range that is possible; null when not limited in this way
 */
public record CapacityRequestPolicy(
    @Nullable Quantity defaultValue, List<Quantity> validValues, @Nullable Range validRange) {
  public CapacityRequestPolicy {
    validValues = List.copyOf(validValues);
  }

  /** From {@code min} to {@code max}, in steps; a null bound or step is none. */
  public record Range(@Nullable Quantity min, @Nullable Quantity max, @Nullable Quantity step) {}
}
