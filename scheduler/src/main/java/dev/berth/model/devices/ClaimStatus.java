package dev.berth.model.devices;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a claim.
 *
 * <p>Threading: immutable.
 *
 * @param allocation null when nothing is allocated
 */
public record ClaimStatus(
    @Nullable Allocation allocation, List<ClaimConsumer> reservedFor, List<DeviceStatus> devices) {
  /** Nothing. */
  public static final ClaimStatus EMPTY = new ClaimStatus(null, List.of(), List.of());

  public ClaimStatus {
    reservedFor = List.copyOf(reservedFor);
    devices = List.copyOf(devices);
  }

  /** Whether the consumer of that uid may use it. */
  public boolean isReservedFor(String uid) {
    return reservedFor.stream().anyMatch(consumer -> consumer.uid().equals(uid));
  }
}
