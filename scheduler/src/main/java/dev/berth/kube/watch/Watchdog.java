package dev.berth.kube.watch;

import java.time.Duration;

/**
 * How long the watches of one kind may be silent: about as long as it takes for a bookmark, once
 * the server has shown that it sends them.
 *
 * <p>A connection whose other end is gone without a word, or a proxy whose own upstream hangs,
 * looks like a cluster in which nothing happens. The limit is the read time-out of the watch's
 * socket, so it runs only while we wait for the server, never while we are slow ourselves.
 *
 * <p>Threading: the thread of one reflector, but {@link #patience} any thread.
 */
final class Watchdog {
  private final WatchTiming.Silence silence;
  private volatile boolean bookmarksCome;

  Watchdog(WatchTiming.Silence silence) {
    this.silence = silence;
  }

  void bookmarkArrived() {
    bookmarksCome = true;
  }

  /** After so much silence a watch is cut. */
  Duration patience() {
    return bookmarksCome ? silence.withBookmarks() : silence.withoutBookmarks();
  }
}
