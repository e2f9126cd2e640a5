package dev.berth.http;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What lies between a listener and its callers: nothing, or TLS.
 *
 * <p>Threading: immutable.
 */
public sealed interface Transport {

  /** Plain HTTP, for the loopback address. */
  record Plain() implements Transport {}

  /**
   * HTTPS.
   *
   * @param clientCa the authorities whose client certificates are taken as proof of identity, read
   *     again when they change; callers are not asked for certificates while it is null or empty
   */
  record Tls(Certificate certificate, @Nullable PemSource clientCa) implements Transport {}

  /** What a listener shows to its callers. */
  sealed interface Certificate {

    /**
     * Made at start, signed by itself, never written anywhere: callers cannot verify it, as with a
     * kube-scheduler that is given no certificate.
     *
     * @param hosts names and addresses that it is for, beside those of the loopback
     */
    record SelfSigned(List<String> hosts) implements Certificate {
      public SelfSigned {
        hosts = List.copyOf(hosts);
      }
    }

    /** PEM files: a chain that starts with the server's own certificate, and its private key. */
    record PemFiles(Path chain, Path key) implements Certificate {}
  }
}
