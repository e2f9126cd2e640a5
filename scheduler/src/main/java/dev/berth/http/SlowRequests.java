package dev.berth.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

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

  /** A head is small, and while it is waited for somebody else may have no connection. */
  static final Duration HEAD_TIME = Duration.ofSeconds(10);

  private final Supplier<Scheduler> timer;
  private final Duration headTime;
  private final Map<Connection, Open> connections = new ConcurrentHashMap<>();

  /** What one look saw. */
  private record Seen(long requests, boolean headBegun) {
    private static final Seen NOTHING = new Seen(0, false);
  }

  /** An open connection: told by its requests what they do, looked at now and then. */
  private static final class Open {
    private final Connection connection;
    private volatile Scheduler.@Nullable Task nextLook;
    private volatile boolean answering;

    /** What had come of it when the last answer was given: all beyond is a head. */
    private volatile long bytesAnswered;

    private Open(Connection connection) {
      this.connection = connection;
    }

    private Seen see() {
      boolean headBegun = !answering && connection.getBytesIn() > bytesAnswered;
      return new Seen(connection.getMessagesIn(), headBegun);
    }

    private void answered() {
      bytesAnswered = connection.getBytesIn();
      answering = false;
    }

    private void forget() {
      Scheduler.Task next = nextLook;
      if (next != null) {
        next.cancel();
      }
    }
  }

  SlowRequests(Supplier<Scheduler> timer, Duration requestTime) {
    this.timer = timer;
    this.headTime = requestTime.compareTo(HEAD_TIME) < 0 ? requestTime : HEAD_TIME;
  }

  @Override
  public void onOpened(Connection connection) {
    Open open = new Open(connection);
    connections.put(connection, open);
    if (connection instanceof SslConnection secure) { // the connection inside of it comes here too
      lookLater(open, () -> closeUnlessShaken(secure));
    } else {
      lookLater(open, () -> look(open, Seen.NOTHING));
    }
  }

  @Override
  public void onClosed(Connection connection) {
    Open open = connections.remove(connection);
    if (open != null) {
      open.forget();
    }
  }

  /** The head of a request has come. */
  void begun(Connection connection) {
    Open open = connections.get(connection);
    if (open != null) {
      open.answering = true;
    }
  }

  /** It is answered, and the connection may wait for the next one. */
  void over(Connection connection) {
    Open open = connections.get(connection);
    if (open != null) {
      open.answered();
    }
  }

  private void lookLater(Open open, Runnable look) {
    open.nextLook = timer.get().schedule(look, headTime.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void closeUnlessShaken(SslConnection connection) {
    if (connection.getSSLEngine().getSession().getProtocol().equals(NO_PROTOCOL_YET)) {
      connection.getEndPoint().close();
    }
  }

  private void look(Open open, Seen before) {
    if (!open.connection.getEndPoint().isOpen()) {
      return;
    }
    Seen now = open.see();
    if (now.headBegun() && before.headBegun() && now.requests() == before.requests()) {
      open.connection.getEndPoint().close();
    } else {
      lookLater(open, () -> look(open, now));
    }
  }
}
