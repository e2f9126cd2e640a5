package dev.berth.cli;

import dev.berth.config.ConfigOverlay;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The flags of the extender facade, each of which stands above its field of {@code extender} in
 * {@code BerthConfiguration}.
 *
 * <p>Threading: one per request.
 */
final class ExtenderFlags {
  private static final String FIELD = "BerthConfiguration.extender.";

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      description = "Where kube-schedulers reach us (default: 127.0.0.1). 0.0.0.0 for everywhere.")
  private @Nullable String address;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "At which port (default: 8888); 0 for a free one.")
  private @Nullable Integer port;

  @Option(
      names = "--path-prefix",
      paramLabel = "PATH",
      description = "Before the verbs, such as /api/scheduler (default: none).")
  private @Nullable String prefix;

  @Option(names = "--plain-http", description = "Without TLS.")
  private @Nullable Boolean plain;

  @Option(
      names = "--cert-file",
      paramLabel = "FILE",
      description = "PEM chain to show (default: one made at start and signed by itself).")
  private @Nullable Path certificate;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "PEM key of --cert-file. Both are read again when they change.")
  private @Nullable Path key;

  @Option(
      names = "--client-ca",
      paramLabel = "FILE",
      description =
          "PEM authorities; callers must show a certificate of theirs (default: none is asked"
              + " for).")
  private @Nullable Path clientCa;

  /** With a facade, whether a file has one or not. */
  ConfigOverlay onto(ConfigOverlay flags) {
    return flags
        .withPlace("BerthConfiguration.extender")
        .with(FIELD + "bindAddress", address)
        .with(FIELD + "port", port)
        .with(FIELD + "pathPrefix", prefix)
        .with(FIELD + "plainHTTP", plain)
        .with(FIELD + "tlsCertFile", text(certificate))
        .with(FIELD + "tlsPrivateKeyFile", text(key))
        .with(FIELD + "clientCAFile", text(clientCa));
  }

  private static @Nullable String text(@Nullable Path file) {
    return file == null ? null : file.toString();
  }
}
