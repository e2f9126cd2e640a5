package dev.berth.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * The body of a request as it arrives: room for at most twice of what has come, and in the end,
 * when its length was announced, no more than that.
 *
 * <p>Threading: one per request.
 */
final class BodyBytes {
  private static final int FIRST_ROOM = 16 << 10;

  private final long announced;
  private byte[] room;
  private int size;

  /**
   * @param announced the length that the caller has promised, negative when it has not
   */
  BodyBytes(long announced) {
    this.announced = announced;
    this.room = new byte[announced < 0 ? FIRST_ROOM : (int) Math.min(announced, FIRST_ROOM)];
  }

  /** Takes what is there, waiting for the first byte; -1 when there is no more. */
  int readFrom(InputStream in) throws IOException {
    if (size == announced) {
      in.transferTo(OutputStream.nullOutputStream()); // the end, which the connection waits for
      return -1;
    }
    if (size == room.length) {
      long twice = 2L * Math.max(size, 1);
      room = Arrays.copyOf(room, (int) (announced > size ? Math.min(twice, announced) : twice));
    }
    int count = in.read(room, size, room.length - size);
    size += Math.max(count, 0);
    return count;
  }

  int size() {
    return size;
  }

  /** The body; nothing is read after it. */
  byte[] toArray() {
    return size == room.length ? room : Arrays.copyOf(room, size);
  }
}
