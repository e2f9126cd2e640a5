package dev.berth.queue;

/**
 * How many pods wait where.
 *
 * <p>Threading: immutable.
 *
 * @param backoff pods in backoff, after a rejection or after an error
 * @param unschedulable rejected pods that wait for a change, without the gated ones
 * @param gated pods that a PreEnqueue plugin keeps out
 * @param inFlight pods being tried
 */
public record QueueSizes(int active, int backoff, int unschedulable, int gated, int inFlight) {
  static final QueueSizes NONE = new QueueSizes(0, 0, 0, 0, 0);

  /** Whether nothing is different; unlike {@code equals} of a record cheap without C2. */
  boolean isSameAs(QueueSizes other) {
    return active == other.active
        && backoff == other.backoff
        && unschedulable == other.unschedulable
        && gated == other.gated
        && inFlight == other.inFlight;
  }
}
