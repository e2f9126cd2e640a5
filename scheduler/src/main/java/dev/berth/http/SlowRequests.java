package dev.berth.http;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections whose caller sends bytes without ever completing the head of a request, or the
 * handshake of TLS before it, and so is never idle.
 *
 * <p>Looks at each connection every ten seconds, or in each request time when that is shorter. A
 * connection that waits for a head of which some bytes have come, and that still waits for the same
 * head one look later, is closed. A handshake has to be over at the first look.
 *
 * <p>Threading: any thread.
 */
final class SlowRequests implements Connection.Listener {

  /** What {@link javax.net.ssl.SSLSession} says during the handshake. */
  private static final String NO_PROTOCOL_YET = "NONE";

  /** What one look saw. */
  private record Seen(long requests, long bytes, boolean answering, boolean headBegun) {
    private static final Seen NOTHING = new Seen(0, 0, false, false);
  }

  /** A head is small, and while it is waited for somebody else may have no connection. */
  private static final Duration HEAD_TIME = Duration.ofSeconds(10);

  private final Supplier<Scheduler> timer;
  private final Duration headTime;

  /** Those with a request of which the head has come, until it is answered. */
  private final Set<Connection> answering = ConcurrentHashMap.newKeySet();

  /** The next look at each open connection, given up when it closes. */
  private final Map<Connection, Scheduler.Task> looks = new ConcurrentHashMap<>();

  SlowRequests(Supplier<Scheduler> timer, Duration requestTime) {
    this.timer = timer;
    this.headTime = requestTime.compareTo(HEAD_TIME) < 0 ? requestTime : HEAD_TIME;
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof SslConnection secure) { // the connection inside of it comes here too
      lookLater(secure, () -> closeUnlessShaken(secure));
    } else {
      lookLater(connection, () -> look(connection, Seen.NOTHING));
    }
  }

  @Override
  public void onClosed(Connection connection) {
    Scheduler.Task next = looks.remove(connection);
    if (next != null) {
      next.cancel();
    }
  }

  /** The head of a request has come. */
  void begun(Connection connection) {
    answering.add(connection);
  }

  /** It is answered, and the connection may wait for the next one. */
  void over(Connection connection) {
    answering.remove(connection);
  }

  private void lookLater(Connection connection, Runnable look) {
    looks.put(connection, timer.get().schedule(look, headTime.toMillis(), TimeUnit.MILLISECONDS));
  }

  private void closeUnlessShaken(SslConnection connection) {
    looks.remove(connection);
    if (connection.getSSLEngine().getSession().getProtocol().equals(NO_PROTOCOL_YET)) {
      connection.getEndPoint().close();
    }
  }

  private void look(Connection connection, Seen before) {
    if (!connection.getEndPoint().isOpen()) {
      looks.remove(connection);
      return;
    }
    Seen now = see(connection, before);
    if (now.headBegun() && before.headBegun() && now.requests() == before.requests()) {
      looks.remove(connection);
      connection.getEndPoint().close();
    } else {
      lookLater(connection, () -> look(connection, now));
    }
  }

  private Seen see(Connection connection, Seen before) {
    long requests = connection.getMessagesIn();
    long bytes = connection.getBytesIn();
    boolean isAnswering = answering.contains(connection);
    boolean waits = !isAnswering && !before.answering() && requests == before.requests();
    boolean bytesCame = bytes != before.bytes();
    return new Seen(requests, bytes, isAnswering, waits && (bytesCame || before.headBegun()));
  }
}
