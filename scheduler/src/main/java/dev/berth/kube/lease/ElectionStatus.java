package dev.berth.kube.lease;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where an election stands, for readiness, metrics and people.
 *
 * <p>Threading: immutable.
 *
 * @param identity this replica's
 * @param holder who held the lease when it was last seen; empty for nobody, or not known
 * @param sinceRenewal how long ago this replica's last successful renewal was sent; null when it
 *     never led
 * @param problem why the last try failed; null when it did not
 */
public record ElectionStatus(
    Phase phase,
    String identity,
    String holder,
    @Nullable Duration sinceRenewal,
    @Nullable String problem) {

  /**
   * Where a replica is on its one way.
   *
   * <pre>
   *   STANDBY ----> LEADING ----> LOST
   *      \-------------\--------> CLOSED
   * </pre>
   */
  public enum Phase {
    STANDBY,
    LEADING,
    LOST,
    CLOSED
  }
}
