package dev.berth.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections whose caller sends bytes without ever completing the head of a request, and so
 * is never idle.
 *
 * <p>Looks at each connection once per request time. A connection that waits for a head of which
 * some bytes have come, and that still waits for the same head one look later, is closed.
 *
 * <p>Threading: any thread.
 */
final class SlowRequests implements Connection.Listener {

  /** What one look saw. */
  private record Seen(long requests, long bytes, boolean headBegun) {
    private static final Seen NOTHING = new Seen(0, 0, false);
  }

  private final Supplier<Scheduler> timer;
  private final Duration requestTime;

  SlowRequests(Supplier<Scheduler> timer, Duration requestTime) {
    this.timer = timer;
    this.requestTime = requestTime;
  }

  @Override
  public void onOpened(Connection connection) {
    if (!(connection instanceof SslConnection)) { // the connection inside of it comes here too
      lookLater(connection, Seen.NOTHING);
    }
  }

  @Override
  public void onClosed(Connection connection) {}

  private void lookLater(Connection connection, Seen before) {
    timer
        .get()
        .schedule(() -> look(connection, before), requestTime.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look(Connection connection, Seen before) {
    if (!connection.getEndPoint().isOpen()) {
      return;
    }
    Seen now = see(connection, before);
    if (now.headBegun() && before.headBegun() && now.requests() == before.requests()) {
      connection.getEndPoint().close();
    } else {
      lookLater(connection, now);
    }
  }

  private static Seen see(Connection connection, Seen before) {
    long requests = connection.getMessagesIn();
    long bytes = connection.getBytesIn();
    boolean sameRequest = requests == before.requests();
    boolean bytesCame = bytes != before.bytes();
    return new Seen(requests, bytes, sameRequest && (bytesCame || before.headBegun()));
  }
}
