package dev.berth.model.devices;

import dev.berth.model.NodeSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was allocated for a claim: {@code status.allocation}.
 *
 * <p>Threading: immutable.
 *
 * @param nodes where it can be used; null when everywhere
 * @param timestampMicros when, since 1970; null when that was not said
 */
public record Allocation(
    List<AllocatedDevice> devices,
    List<AllocatedConfig> config,
    @Nullable NodeSelector nodes,
    @Nullable Long timestampMicros) {
  public Allocation {
    devices = List.copyOf(devices);
    config = List.copyOf(config);
  }
}
