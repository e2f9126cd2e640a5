package dev.berth.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening port and the routes behind it, HTTP/1.1 with or without TLS, one virtual thread per
 * request.
 *
 * <p>Threading: any thread.
 */
public final class HttpListener implements AutoCloseable {
  /** Jetty's cache takes 98 KB of heap for each connection and spares it little. */
  private static final int NO_HEADER_CACHE = 0;

  private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);

  /** When as many connections are open as may be, idle ones go after this time. */
  private static final long CROWDED_IDLE_MILLIS = TimeUnit.SECONDS.toMillis(1);

  private static final int ONE_SELECTOR = 1;
  private static final int ONE_ACCEPTOR = 1; // none would leave the port open while stopping

  /** How often files are looked at; the kubelet needs a minute to bring a changed Secret. */
  private static final Duration RELOAD_EVERY = Duration.ofSeconds(10);

  /**
   * Read at once, while something comes; of Jetty's usual 8 KB, megabytes take four times as many.
   */
  private static final int INPUT_BYTES = 32 << 10;

  /**
   * A connection has one request at a time, so their limit is one for threads too. Jetty's usual
   * 200 would let so many slow senders keep everybody else out.
   */
  private static final int NO_OTHER_LIMIT = 0;

  /**
   * No buffer is used by two connections, one after the other. With the pool of Jetty 12.1.14,
   * malformed and broken requests made two of them share one, and a caller was told the answers to
   * another's requests: {@code HttpConnection.releaseRequestBuffer} gives some back twice (issue
   * 12939).
   */
  private static final ByteBufferPool OWN_BUFFERS = new ByteBufferPool.NonPooling();

  private final Server server = new Server(new VirtualThreadPool(NO_OTHER_LIMIT));
  private final ServerConnector connector;
  private final OpenStreams streams = new OpenStreams();
  private volatile @Nullable TlsContext tls;

  private HttpListener(
      ListenerSettings settings,
      AccessGate gate,
      Routes routes,
      @Nullable Scheduler timer,
      ConnectionFactory[] protocols) {
    Limits limits = settings.limits();
    connector =
        new ServerConnector(
            server, null, timer, OWN_BUFFERS, ONE_ACCEPTOR, ONE_SELECTOR, protocols);
    connector.setHost(settings.address());
    connector.setPort(settings.port());
    connector.setIdleTimeout(limits.idleTime().toMillis());
    SlowRequests slow = new SlowRequests(connector::getScheduler, limits.requestTime());
    connector.addBean(slow);
    server.addConnector(connector);
    NetworkConnectionLimit crowd = new NetworkConnectionLimit(limits.maxConnections(), connector);
    crowd.setEndPointIdleTimeout(CROWDED_IDLE_MILLIS);
    server.addBean(crowd);
    server.setHandler(
        new GracefulHandler(
            new Dispatcher(gate, routes, limits, connector::getScheduler, slow, streams)));
    server.setErrorHandler(new PlainErrors());
    server.setStopTimeout(limits.stopGrace().toMillis());
    server.setStopAtShutdown(false);
  }

  /**
   * Opens the port.
   *
   * @throws IOException when the port cannot be opened, or a certificate cannot be used
   */
  public static HttpListener start(ListenerSettings settings, AccessGate gate, Routes routes)
      throws IOException {
    return start(settings, gate, routes, RELOAD_EVERY, null);
  }

  static HttpListener start(
      ListenerSettings settings, AccessGate gate, Routes routes, Duration reloadEvery)
      throws IOException {
    return start(settings, gate, routes, reloadEvery, null);
  }

  /**
   * The same.
   *
   * @param timer for whatever happens after some time; null for one of its own
   */
  static HttpListener start(
      ListenerSettings settings,
      AccessGate gate,
      Routes routes,
      Duration reloadEvery,
      @Nullable Scheduler timer)
      throws IOException {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setHeaderCacheSize(NO_HEADER_CACHE);
    http.setUseInputDirectByteBuffers(false); // dear to make, and these are made for each request
    http.setUseOutputDirectByteBuffers(false);
    http.setRequestHeaderSize(settings.limits().maxHeaderBytes());
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    plain.setInputBufferSize(INPUT_BYTES);
    switch (settings.transport()) {
      case Transport.Plain() -> {
        HttpListener listener =
            new HttpListener(settings, gate, routes, timer, new ConnectionFactory[] {plain});
        listener.open(settings);
        return listener;
      }
      case Transport.Tls tls -> {
        // Callers come by addresses and names that no certificate has: probes, port-forward.
        http.addCustomizer(new SecureRequestCustomizer(false));
        TlsContext context = new TlsContext(tls);
        SslConnectionFactory secure =
            new SslConnectionFactory(context.factory(), plain.getProtocol());
        HttpListener listener =
            new HttpListener(
                settings, gate, routes, timer, new ConnectionFactory[] {secure, plain});
        listener.open(settings);
        listener.tls = context;
        listener.keepReloading(context, reloadEvery);
        return listener;
      }
    }
  }

  private void open(ListenerSettings settings) throws IOException {
    try {
      server.start();
    } catch (Exception e) {
      close();
      throw new IOException(
          "cannot listen on %s port %d: %s. Maybe another process does, or choose another port."
              .formatted(settings.address(), settings.port(), e.getMessage()),
          e);
    }
  }

  private void keepReloading(TlsContext context, Duration every) {
    connector
        .getScheduler()
        .schedule(
            () -> {
              context.reloadIfChanged();
              keepReloading(context, every);
            },
            every.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Looks now whether certificates have changed, and not only at the next regular time. */
  public void reloadCertificates() {
    TlsContext context = tls;
    if (context != null) {
      context.reloadIfChanged();
    }
  }

  /** The port that is listened on. */
  public int port() {
    return connector.getLocalPort();
  }

  /**
   * Stops listening, ends streamed replies, lets requests under way finish within the grace period,
   * and closes.
   */
  @Override
  public void close() {
    streams.stop();
    try {
      server.stop();
    } catch (TimeoutException e) {
      LOG.warn("the listener has stopped with requests under way");
    } catch (Exception e) {
      LOG.warn("the listener did not stop in good order", e);
    }
  }
}
