package dev.berth.cli;

import dev.berth.http.AccessGate;
import dev.berth.http.Transport;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the service port listens, and whom it lets in.
 *
 * <p>Threading: immutable.
 *
 * @param place null for no port at all
 * @param openPaths those that need no permission; a star at the end stands for anything
 * @param callers whom to ask about callers
 */
record ServiceSettings(@Nullable Place place, Set<String> openPaths, Callers.Settings callers) {

  /**
   * A port and what is shown there.
   *
   * @param port 0 for a free one
   * @param clientCa file of the authorities of client certificates; null for the cluster's
   */
  record Place(
      String address, int port, Transport.Certificate certificate, @Nullable Path clientCa) {}

  /** No port. */
  static final ServiceSettings OFF =
      new ServiceSettings(null, AccessGate.HEALTH_PATHS, Callers.Settings.STANDARD);

  ServiceSettings {
    openPaths = Set.copyOf(openPaths);
  }

  /** HTTPS on a port of the loopback, 0 for a free one, with a certificate of its own. */
  static ServiceSettings onLoopback(int port) {
    return new ServiceSettings(
        new Place("127.0.0.1", port, new Transport.Certificate.SelfSigned(List.of()), null),
        AccessGate.HEALTH_PATHS,
        Callers.Settings.STANDARD);
  }
}
