package dev.berth.sandbox.fault;

import java.time.Duration;

/**
 * What can go wrong with an event on its way to one watcher.
 *
 * <p>Threading: immutable.
 */
public sealed interface WatchFault {

  /** Never sent. */
  record Drop() implements WatchFault {}

  /** Never sent, but a bookmark of its version is: this watcher will never learn of it. */
  record OnlyBookmark() implements WatchFault {}

  /** Sent twice. */
  record Duplicate() implements WatchFault {}

  /**
   * Sent, and after it once more the oldest of the last that this watch has sent: about the same
   * object, if there is one.
   */
  record ReplayOlder() implements WatchFault {}

  /** Sent late, and all that follows on this watch after it. */
  record Delay(Duration by) implements WatchFault {}

  /** Instead of it an ERROR with a {@code Status}, and the watch ends. */
  record ErrorEvent(int code) implements WatchFault {}

  /** Instead of it an ERROR whose object is null, and the watch ends. */
  record ErrorEventWithoutStatus() implements WatchFault {}

  /** The watch ends in good order before it. */
  record End() implements WatchFault {}

  /** The connection breaks before it. */
  record Cut() implements WatchFault {}

  /** The connection breaks in the middle of its line. */
  record CutMidLine() implements WatchFault {}

  /** The connection breaks in the middle of a character. */
  record CutMidCharacter() implements WatchFault {}

  /** From here on this watch sends nothing at all, although the connection stays. */
  record Silence() implements WatchFault {}
}
