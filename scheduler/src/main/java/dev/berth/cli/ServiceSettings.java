package dev.berth.cli;

import dev.berth.http.AccessGate;
import dev.berth.http.Limits;
import dev.berth.http.ListenerSettings;
import dev.berth.http.Transport;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the service port listens, and what it lets in without asking.
 *
 * <p>Threading: immutable.
 *
 * @param listener null for no port at all
 * @param openPaths those that need no permission
 */
record ServiceSettings(@Nullable ListenerSettings listener, Set<String> openPaths) {
  /** No port. */
  static final ServiceSettings OFF = new ServiceSettings(null, AccessGate.HEALTH_PATHS);

  ServiceSettings {
    openPaths = Set.copyOf(openPaths);
  }

  /** HTTPS on a free port of the loopback, with a certificate of its own. */
  static ServiceSettings onLoopback() {
    Transport tls = new Transport.Tls(new Transport.Certificate.SelfSigned(List.of()), null);
    return new ServiceSettings(
        new ListenerSettings("127.0.0.1", 0, tls, Limits.STANDARD), AccessGate.HEALTH_PATHS);
  }
}
