package dev.berth.cli;

import com.google.common.base.Ticker;
import dev.berth.http.AccessCheck;
import dev.berth.http.AccessGate;
import dev.berth.http.CachedAccess;
import dev.berth.http.HttpListener;
import dev.berth.http.ListenerSettings;
import dev.berth.http.Routes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTPS port of a running scheduler, 10259 unless told otherwise: health pages for everybody,
 * the rest for those whom the API server knows and allows. May be switched off.
 *
 * <p>Threading: any thread.
 */
final class ServicePort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServicePort.class);

  private final @Nullable HttpListener listener;

  private ServicePort(@Nullable HttpListener listener) {
    this.listener = listener;
  }

  /**
   * Listens.
   *
   * @param access whom to ask about callers; asked again after a while only
   * @throws EnvironmentException when the port is taken, or a certificate cannot be used
   */
  static ServicePort open(ServiceSettings settings, AccessCheck access, Routes routes) {
    ListenerSettings where = settings.listener();
    if (where == null) {
      return new ServicePort(null);
    }
    AccessGate gate =
        AccessGate.guarded(
            settings.openPaths(),
            new CachedAccess(access, CachedAccess.STANDARD_TIME, Ticker.systemTicker()));
    try {
      HttpListener listener = HttpListener.start(where, gate, routes);
      LOG.info("serves health and metrics at {} port {}", where.address(), listener.port());
      return new ServicePort(listener);
    } catch (IOException e) {
      throw new EnvironmentException(String.valueOf(e.getMessage()), e);
    }
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
