package dev.berth.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that requests under way may hold together: their bodies, and what is made of them. A
 * body takes its share as it arrives, so a caller that sends slowly keeps no room from others; a
 * part of the room is for small requests that announce their length, so that large ones do not keep
 * them out.
 *
 * <p>Threading: any thread; a {@link Share} belongs to one request.
 */
final class BodyBudget {
  /** Such a part of all is for small requests, and a small one takes no more than that. */
  private static final int SMALL_PARTS = 16;

  private final AtomicLong left;
  private final long smallBytes;
  private final long reservedBytes;
  private final long mostBytes;

  /**
   * @param bytes of all requests
   * @param maxBodyBytes of one body, which always finds room when it is alone
   */
  BodyBudget(long bytes, long maxBodyBytes) {
    left = new AtomicLong(bytes);
    smallBytes = bytes / SMALL_PARTS;
    reservedBytes = Math.min(smallBytes, bytes - maxBodyBytes);
    mostBytes = bytes - reservedBytes;
  }

  /**
   * What a request is to hold.
   *
   * @param announcedBytes of its body; negative when nobody knows, and it may be a large one
   */
  Share share(long announcedBytes) {
    return new Share(announcedBytes < 0 || announcedBytes > smallBytes);
  }

  /** What one request holds, until it is answered. */
  final class Share implements RequestMemory, AutoCloseable {
    private final boolean large;
    private long held;

    private Share(boolean large) {
      this.large = large;
    }

    @Override
    public Taken take(long bytes) {
      if (bytes > mostBytes - held) {
        return Taken.NEVER;
      }
      long untouched = large || held + bytes > smallBytes ? reservedBytes : 0;
      long free = left.getAndUpdate(all -> all - bytes < untouched ? all : all - bytes);
      if (free - bytes < untouched) {
        return Taken.NOT_NOW;
      }
      held += bytes;
      return Taken.YES;
    }

    @Override
    public void giveBack(long bytes) {
      long returned = Math.min(bytes, held);
      held -= returned;
      left.addAndGet(returned);
    }

    @Override
    public long mostBytes() {
      return mostBytes;
    }

    @Override
    public void close() {
      giveBack(held);
    }
  }
}
