package dev.berth.kube.watch;

import java.time.Duration;

/**
 * How lists are cut into pages, how long a watch lives, and how long a failure is waited out.
 *
 * <p>Threading: immutable.
 *
 * @param pageSize objects asked for at once
 * @param watch the shortest time after which the server ends a watch; up to twice as long by
 *     chance, and that is shorter than the read time-out of the watch client
 * @param firstBackoff the wait after a first failure; doubles with each further one
 * @param longestBackoff where the doubling ends
 * @param healthyAfter a watch that ended without an event counts as a failure when it was shorter
 */
public record WatchTiming(
    int pageSize,
    Duration watch,
    Duration firstBackoff,
    Duration longestBackoff,
    Duration healthyAfter) {

  /** client-go's numbers (tools/cache/reflector.go, tools/pager, Kubernetes 1.36.3). */
  public static final WatchTiming STANDARD =
      new WatchTiming(
          500,
          Duration.ofMinutes(5),
          Duration.ofMillis(800),
          Duration.ofSeconds(30),
          Duration.ofSeconds(1));
}
