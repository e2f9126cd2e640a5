package dev.berth.kube.watch;

import java.time.Duration;

/**
 * How lists are cut into pages, how long a watch lives, and how long a failure is waited out.
 *
 * <p>Threading: immutable.
 *
 * @param pageSize objects asked for at once
 * @param watch the shortest time after which the server ends a watch; up to twice as long by chance
 * @param firstBackoff the wait after a first failure; doubles with each further one
 * @param longestBackoff where the doubling ends
 * @param healthyAfter a watch that ended without an event counts as a failure when it was shorter
 */
public record WatchTiming(
    int pageSize,
    Duration watch,
    Duration firstBackoff,
    Duration longestBackoff,
    Duration healthyAfter,
    WatchTiming.Silence silence) {

  /**
   * How long a watch may show no sign of life before it is cut.
   *
   * @param withBookmarks of a kind for which the server sends bookmarks; longer than the minute
   *     between two of them
   * @param withoutBookmarks otherwise; longer than the server lets a watch live
   */
  public record Silence(Duration withBookmarks, Duration withoutBookmarks) {}

  /**
   * client-go's numbers (tools/cache/reflector.go, tools/pager, Kubernetes 1.36.3), and for silence
   * those that follow from the server's (bookmarkFrequency of {@code
   * apiserver/pkg/storage/cacher/cacher.go}).
   */
  public static final WatchTiming STANDARD =
      new WatchTiming(
          500,
          Duration.ofMinutes(5),
          Duration.ofMillis(800),
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          new Silence(Duration.ofSeconds(80), Duration.ofSeconds(630)));
}
