package dev.berth.sandbox.hollow;

import java.time.Duration;

/**
 * How long hollow nodes take for what real ones do.
 *
 * <p>Threading: immutable.
 *
 * @param start from bound to Running
 * @param end from the wish to delete to gone
 * @param orphaned how long a pod outlives its node; kube-controller-manager waits 40 s and more
 * @param lease between two renewals of a node's lease; longer when there are many nodes
 */
public record Timing(Duration start, Duration end, Duration orphaned, Duration lease) {
  public static final Timing DEFAULT =
      new Timing(
          Duration.ofMillis(300),
          Duration.ofMillis(500),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10));
}
