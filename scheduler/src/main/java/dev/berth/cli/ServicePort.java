package dev.berth.cli;

import com.google.common.base.Ticker;
import dev.berth.http.AccessGate;
import dev.berth.http.CachedAccess;
import dev.berth.http.HttpListener;
import dev.berth.http.Limits;
import dev.berth.http.ListenerSettings;
import dev.berth.http.PemSource;
import dev.berth.http.Routes;
import dev.berth.http.Transport;
import dev.berth.kube.access.ClusterClientAuthority;
import java.io.IOException;
import java.nio.file.Path;
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

  /** None. */
  static final ServicePort NONE = new ServicePort(null);

  private final @Nullable HttpListener listener;

  private ServicePort(@Nullable HttpListener listener) {
    this.listener = listener;
  }

  /**
   * Listens.
   *
   * @throws EnvironmentException when the port is taken, or a certificate cannot be used
   */
  static ServicePort open(ServiceSettings settings, Callers callers, Routes routes) {
    ServiceSettings.Place place = settings.place();
    if (place == null) {
      return NONE;
    }
    AccessGate gate =
        AccessGate.guarded(
            settings.openPaths(),
            new CachedAccess(callers.access(), CachedAccess.STANDARD_TIME, Ticker.systemTicker()));
    ClusterClientAuthority authority = place.clientCa() == null ? callers.authority() : null;
    Transport tls = new Transport.Tls(place.certificate(), authorities(place, authority));
    try {
      HttpListener listener =
          HttpListener.start(
              new ListenerSettings(place.address(), place.port(), tls, Limits.STANDARD),
              gate,
              routes);
      LOG.info("serves health and metrics at {} port {}", place.address(), listener.port());
      if (authority != null) {
        authority.follow(listener::reloadCertificates);
      }
      return new ServicePort(listener);
    } catch (IOException e) {
      throw new EnvironmentException(String.valueOf(e.getMessage()), e);
    }
  }

  private static @Nullable PemSource authorities(
      ServiceSettings.Place place, @Nullable ClusterClientAuthority authority) {
    Path file = place.clientCa();
    return file == null ? authority : PemSource.file(file);
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
