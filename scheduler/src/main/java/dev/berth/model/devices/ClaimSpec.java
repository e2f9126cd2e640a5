package dev.berth.model.devices;

import java.util.List;

/**
 * What a claim asks for: {@code spec.devices}.
 *
 * <p>Threading: immutable.
 */
public record ClaimSpec(
    List<DeviceRequest> requests, List<DeviceConstraint> constraints, List<DeviceConfig> config) {
  /** Nothing. */
  public static final ClaimSpec EMPTY = new ClaimSpec(List.of(), List.of(), List.of());

  public ClaimSpec {
    requests = List.copyOf(requests);
    constraints = List.copyOf(constraints);
    config = List.copyOf(config);
  }
}
