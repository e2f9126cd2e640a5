package dev.berth.model.devices;

import java.util.List;

/**
 * A request of a claim.
 *
 * <p>Threading: immutable.
 */
public sealed interface DeviceRequest {
  String name();

  /**
   * Devices of one sort.
   *
   * @param adminAccess whether devices may be looked at although others use them
   */
  record Exactly(String name, DevicesWanted wanted, boolean adminAccess) implements DeviceRequest {}

  /** The first of these sorts that there is. */
  record FirstAvailable(String name, List<SubRequest> alternatives) implements DeviceRequest {
    public FirstAvailable {
      alternatives = List.copyOf(alternatives);
    }
  }

  /** Of a kind that is not known. */
  record Unsupported(String name) implements DeviceRequest {}

  /** One of the alternatives; allocations name it {@code request/alternative}. */
  record SubRequest(String name, DevicesWanted wanted) {}
}
