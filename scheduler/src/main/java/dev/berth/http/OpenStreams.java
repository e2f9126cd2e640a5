package dev.berth.http;

import java.util.HashSet;
import java.util.Set;

/**
 * The streamed replies that are being written, to be ended when the listener stops.
 *
 * <p>Threading: any thread; {@code this} guards everything.
 */
final class OpenStreams {
  private final Set<OpenStream> streams = new HashSet<>();
  private boolean stopping;

  /** Takes it up; when the listener is stopping already, it is interrupted right away. */
  synchronized void add(OpenStream stream) {
    streams.add(stream);
    if (stopping) {
      stream.interrupt();
    }
  }

  synchronized void remove(OpenStream stream) {
    streams.remove(stream);
  }

  synchronized void stop() {
    stopping = true;
    streams.forEach(OpenStream::interrupt);
  }
}
