package dev.berth.cli;

import dev.berth.config.BerthConfig;
import java.time.Duration;

/**
 * What {@code berth run} was asked to do, by its configuration and its flags.
 *
 * <p>Threading: immutable.
 *
 * @param maxUnschedulable a pod that fits nowhere is tried again after that time anyway
 */
record RunSettings(
    BerthConfig config,
    ClusterSettings cluster,
    Duration maxUnschedulable,
    ServiceSettings service,
    Patience patience,
    Role role) {

  /** What a process is there for. */
  enum Role {
    /** Places the pods of its profiles; may serve a facade too. */
    SCHEDULER,
    /** Only serves the facade. */
    EXTENDER
  }

  /** With the usual patience for the API server. */
  RunSettings(
      BerthConfig config,
      ClusterSettings cluster,
      Duration maxUnschedulable,
      ServiceSettings service) {
    this(config, cluster, maxUnschedulable, service, Patience.STANDARD, Role.SCHEDULER);
  }
}
