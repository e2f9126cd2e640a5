package dev.berth.framework;

/**
 * Told how long the plugins of one extension point took together, in each attempt, how long each
 * plugin took, in a sample of them, and when one was caught with wrong counts.
 *
 * <p>Called on the scheduler thread, and for PreBind and Bind on the threads that bind; must be
 * quick.
 */
@FunctionalInterface
public interface PointTimes {
  PointTimes NONE = (profile, point, status, nanos) -> {};

  /**
   * All plugins of a point are done with one pod.
   *
   * @param status what came out; for Filter, Success unless a plugin failed
   */
  void took(String profile, TimedPoint point, Status status, long nanos);

  /** Whether the plugins of the attempt that begins are timed one by one. Scheduler thread. */
  default boolean wantsPlugins() {
    return false;
  }

  /**
   * A plugin has been called at that point, or by its memory judged all nodes at once.
   *
   * @param status what came out; for all nodes at once, Success
   */
  default void pluginTook(TimedPoint point, String plugin, Status status, long nanos) {}

  /** What a plugin said by kept counts in one attempt was not what new counts say. */
  default void countsDiffered(String profile, String plugin) {}
}
