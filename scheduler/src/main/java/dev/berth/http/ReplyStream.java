package dev.berth.http;

import java.io.IOException;

/** The way to the caller of a {@link StreamedReply}. Threading: one per request. */
public interface ReplyStream {

  /** Sends status and headers now, although there is nothing to say yet. */
  void open() throws IOException;

  /**
   * Sends it at once; waits while the caller does not read, but no longer than a connection may be
   * idle.
   *
   * @throws IOException when the caller has gone
   */
  void write(byte[] bytes, int length) throws IOException;

  default void write(byte[] bytes) throws IOException {
    write(bytes, bytes.length);
  }

  /** Breaks the connection off, in the middle of whatever was being said. */
  void cut();
}
