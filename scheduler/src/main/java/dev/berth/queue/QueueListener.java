package dev.berth.queue;

/** Told what the queue does. Called on the scheduler thread, must be quick. */
public interface QueueListener {
  QueueListener NONE = new QueueListener() {};

  /**
   * A pod came to a place where pods wait.
   *
   * @param event why: the label of the {@link dev.berth.framework.ClusterEvent}, or one of {@code
   *     ScheduleAttemptFailure}, {@code BackoffComplete}, {@code PopFromBackoffQ}
   */
  default void entered(Place place, String event) {}

  /** One more pod waits, or gets its turn, that this plugin gates or has rejected. */
  default void blamed(String profile, String plugin) {}

  /** A pod that {@link #blamed} told of is tried again, or is gone. */
  default void cleared(String profile, String plugin) {}
}
