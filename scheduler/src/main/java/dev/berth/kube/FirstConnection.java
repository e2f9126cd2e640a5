package dev.berth.kube;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Lets one request open the connection that all of a client can share: over HTTP/2 OkHttp closes
 * what others opened at the same time, but a TLS handshake costs tens of milliseconds of CPU by
 * then, and at a start dozens of bindings and events begin together.
 *
 * <p>Who waits goes on as soon as there is a connection, not only when the first request was
 * answered; and after a while in any case.
 *
 * <p>Threading: any thread.
 */
final class FirstConnection {
  /**
   * Opening one takes a tenth of that; a server that cannot be reached is not waited for in turn.
   */
  static final Duration PATIENCE = Duration.ofMillis(500);

  private static final long LOOK_MILLIS = 2;

  private final IntSupplier connections;
  private final Duration patience;
  private final LongSupplier nanoTime;
  private final Semaphore turn = new Semaphore(1);

  /**
   * @param connections how many there are
   */
  FirstConnection(IntSupplier connections, Duration patience, LongSupplier nanoTime) {
    this.connections = connections;
    this.patience = patience;
    this.nanoTime = nanoTime;
  }

  /**
   * Waits while somebody else opens the first one.
   *
   * @return whether the caller is the one who does, and has to say {@link #leave} afterwards
   */
  boolean enter() throws InterruptedException {
    long begun = nanoTime.getAsLong();
    while (connections.getAsInt() == 0 && nanoTime.getAsLong() - begun < patience.toNanos()) {
      if (turn.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (connections.getAsInt() == 0) {
          return true;
        }
        turn.release();
      }
    }
    return false;
  }

  /** The request of who was let in first is answered, or has failed. */
  void leave() {
    turn.release();
  }
}
