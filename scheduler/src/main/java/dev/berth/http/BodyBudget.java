package dev.berth.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that bodies of requests under way may hold together. A body takes its share as it
 * arrives, so a caller that sends slowly keeps no room from others.
 *
 * <p>Threading: any thread; a {@link Share} belongs to one request.
 */
final class BodyBudget {
  private final AtomicLong left;

  BodyBudget(long bytes) {
    left = new AtomicLong(bytes);
  }

  Share share() {
    return new Share();
  }

  /** What one request holds, until it is answered. */
  final class Share implements AutoCloseable {
    private long held;

    private Share() {}

    /** Takes more; false when there is no more to take now. */
    boolean take(int bytes) {
      if (left.addAndGet(-bytes) < 0) {
        left.addAndGet(bytes);
        return false;
      }
      held += bytes;
      return true;
    }

    @Override
    public void close() {
      left.addAndGet(held);
      held = 0;
    }
  }
}
