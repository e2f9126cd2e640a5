package dev.berth.cli;

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

  private static final int MAX_HEADER_BYTES = 16 << 10;
  private static final int MAX_CONNECTIONS = 1024;
  private static final Duration REQUEST_TIME = Duration.ofSeconds(30);
  private static final Duration IDLE_TIME = Duration.ofMinutes(2);
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
              new ListenerSettings(facade.bindAddress(), facade.port(), transport, limits(facade)),
              facade.clientCaFile().isEmpty() ? AccessGate.openToAll() : AccessGate.certified(),
              routes);
      LOG.info(
          "serves a scheduler extender at {}://{}:{}{}{}",
          facade.plainHttp() ? "http" : "https",
          facade.bindAddress(),
          listener.port(),
          facade.pathPrefix(),
          facade.clientCaFile().isEmpty() ? "" : ", to callers with a client certificate");
      return new ExtenderPort(listener);
    } catch (IOException e) {
      throw new EnvironmentException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Transport transport(ExtenderFacade facade) {
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

  private static Limits limits(ExtenderFacade facade) {
    return new Limits(
        MAX_HEADER_BYTES,
        facade.maxBodyBytes(),
        facade.maxBufferedBytes(),
        MAX_CONNECTIONS,
        REQUEST_TIME,
        IDLE_TIME,
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
