package dev.berth.model.devices;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Configuration that goes with devices, in a class or a claim.
 *
 * <p>Threading: immutable.
 *
 * @param requests the requests it is for; empty when for all, and in a class
 * @param opaque null when the configuration is of a kind that is not known
 */
public record DeviceConfig(List<String> requests, @Nullable OpaqueConfig opaque) {
  public DeviceConfig {
    requests = List.copyOf(requests);
  }
}
