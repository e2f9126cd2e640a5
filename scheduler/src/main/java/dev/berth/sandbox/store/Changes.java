package dev.berth.sandbox.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A cursor into the changes of one kind: nothing is kept for it, it reads the store's own log.
 *
 * <p>Threading: one per request; not for two threads at once.
 */
public interface Changes extends AutoCloseable {

  /**
   * The next change in order of versions, or null when none comes in that time. Waits without a
   * platform thread of its own when called on a virtual one.
   *
   * @throws dev.berth.sandbox.objects.StatusException 410 when the log no longer has it; list anew
   */
  @Nullable Change next(Duration atMost) throws InterruptedException;

  /**
   * The version up to which every change of this kind was given: what a bookmark says. Moves on
   * while only other kinds change.
   */
  long seen();

  @Override
  void close();
}
