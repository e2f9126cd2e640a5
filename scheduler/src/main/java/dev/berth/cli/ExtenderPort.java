package dev.berth.cli;

import com.google.common.net.InetAddresses;
import dev.berth.config.ExtenderFacade;
import dev.berth.http.AccessGate;
import dev.berth.http.HttpListener;
import dev.berth.http.Limits;
import dev.berth.http.ListenerSettings;
import dev.berth.http.PemSource;
import dev.berth.http.Routes;
import dev.berth.http.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port at which kube-schedulers ask us as their extender.
 *
 * <p>Threading: any thread.
 */
final class ExtenderPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExtenderPort.class);

  /** None. */
  static final ExtenderPort NONE = new ExtenderPort(null);

  static final int MAX_HEADER_KIB = 16;
  static final int MAX_CONNECTIONS = 1024;
  static final int REQUEST_SECONDS = 30;
  static final int IDLE_SECONDS = 120;

  /** The largest body is such a part of the heap at most, all of them together two. */
  static final int BODIES_IN_HEAP = 8;

  private static final Duration STOP_GRACE = Duration.ofSeconds(5);

  private final @Nullable HttpListener listener;

  private ExtenderPort(@Nullable HttpListener listener) {
    this.listener = listener;
  }

  /**
   * Listens.
   *
   * @throws EnvironmentException when the port is taken, or a certificate cannot be used
   */
  static ExtenderPort open(@Nullable ExtenderFacade facade, Routes routes) {
    if (facade == null) {
      return NONE;
    }
    Transport transport = transport(facade);
    try {
      HttpListener listener =
          HttpListener.start(
              new ListenerSettings(
                  facade.bindAddress(),
                  facade.port(),
                  transport,
                  limits(facade, Runtime.getRuntime().maxMemory())),
              facade.clientCaFile().isEmpty() ? AccessGate.openToAll() : AccessGate.certified(),
              routes);
      LOG.info(
          "serves a scheduler extender at {}://{}:{}{}{}",
          facade.plainHttp() ? "http" : "https",
          facade.bindAddress(),
          listener.port(),
          facade.pathPrefix(),
          facade.clientCaFile().isEmpty() ? "" : ", to callers with a client certificate");
      if (facade.clientCaFile().isEmpty() && !isLoopback(facade.bindAddress())) {
        LOG.warn(
            "whoever reaches {} port {} can bind pods: no certificate is asked for."
                + " Maybe set clientCAFile, or let a NetworkPolicy choose who does.",
            facade.bindAddress(),
            listener.port());
      }
      return new ExtenderPort(listener);
    } catch (IOException e) {
      throw new EnvironmentException(String.valueOf(e.getMessage()), e);
    }
  }

  private static boolean isLoopback(String address) {
    return address.equals("localhost")
        || (InetAddresses.isInetAddress(address)
            && InetAddresses.forString(address).isLoopbackAddress());
  }

  static Transport transport(ExtenderFacade facade) {
    if (facade.plainHttp()) {
      return new Transport.Plain();
    }
    Transport.Certificate shown =
        facade.certFile().isEmpty()
            ? new Transport.Certificate.SelfSigned(List.of(facade.bindAddress()))
            : new Transport.Certificate.PemFiles(
                Path.of(facade.certFile()), Path.of(facade.keyFile()));
    return new Transport.Tls(
        shown,
        facade.clientCaFile().isEmpty() ? null : PemSource.file(Path.of(facade.clientCaFile())));
  }

  /**
   * The limits of the configuration, or less: a request takes some times its body while it is
   * answered, and who runs out of heap answers nobody.
   */
  static Limits limits(ExtenderFacade facade, long heapBytes) {
    long body = Math.min(facade.maxBodyBytes(), heapBytes / BODIES_IN_HEAP);
    long buffered = Math.min(facade.maxBufferedBytes(), 2 * heapBytes / BODIES_IN_HEAP);
    if (body < facade.maxBodyBytes() || buffered < facade.maxBufferedBytes()) {
      LOG.info(
          "takes bodies of {} MiB, {} MiB together: more would be too much for a heap of {} MiB",
          body >> 20,
          buffered >> 20,
          heapBytes >> 20);
    }
    return new Limits(
        MAX_HEADER_KIB << 10,
        (int) body,
        buffered,
        MAX_CONNECTIONS,
        Duration.ofSeconds(REQUEST_SECONDS),
        Duration.ofSeconds(IDLE_SECONDS),
        STOP_GRACE);
  }

  /** The port that is listened on; 0 when there is none. */
  int number() {
    return listener == null ? 0 : listener.port();
  }

  @Override
  public void close() {
    if (listener != null) {
      listener.close();
    }
  }
}
