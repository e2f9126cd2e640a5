package dev.berth.sandbox.fault;

import dev.berth.http.ReplyStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/**
 * A thin line: so many bytes a second, in small pieces.
 *
 * <p>Threading: one per request.
 */
final class SlowStream implements ReplyStream {
  private static final int PIECES_PER_SECOND = 20;
  private static final Duration PAUSE = Duration.ofSeconds(1).dividedBy(PIECES_PER_SECOND);

  private final ReplyStream out;
  private final int piece;

  SlowStream(ReplyStream out, int bytesPerSecond) {
    this.out = out;
    this.piece = Math.max(1, bytesPerSecond / PIECES_PER_SECOND);
  }

  @Override
  public void open() throws IOException {
    out.open();
  }

  @Override
  public void write(byte[] bytes, int length) throws IOException {
    for (int start = 0; start < length; start += piece) {
      out.write(Arrays.copyOfRange(bytes, start, Math.min(length, start + piece)));
      FaultyStream.pause(PAUSE);
    }
  }

  @Override
  public void cut() {
    out.cut();
  }
}
