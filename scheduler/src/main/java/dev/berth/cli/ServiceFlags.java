package dev.berth.cli;

import dev.berth.http.AccessGate;
import dev.berth.http.Transport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The flags of the service port.
 *
 * <p>Mirrors {@code SecureServingOptions} and the delegating options of {@code
 * k8s.io/apiserver/pkg/server/options}, as kube-scheduler 1.36.3 uses them. Threading: one per
 * request.
 */
final class ServiceFlags {
  private static final int MOST = 65535;

  /** Of the files in {@code --cert-dir}. */
  private static final String PAIR = "kube-scheduler";

  @Option(
      names = "--secure-port",
      paramLabel = "PORT",
      defaultValue = "10259",
      description =
          "HTTPS port of /healthz, /livez, /readyz, /metrics and /configz (default:"
              + " ${DEFAULT-VALUE}); 0 for none.")
  private int port = 10259;

  @Option(
      names = "--bind-address",
      paramLabel = "ADDRESS",
      defaultValue = "0.0.0.0",
      description = "Where to listen (default: ${DEFAULT-VALUE}, all addresses).")
  private String address = "0.0.0.0";

  @Option(
      names = "--tls-cert-file",
      paramLabel = "FILE",
      description = "PEM chain to show (default: one made at start and signed by itself).")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-private-key-file",
      paramLabel = "FILE",
      description = "PEM key of --tls-cert-file. Both are read again when they change.")
  private @Nullable Path key;

  @Option(
      names = "--cert-dir",
      paramLabel = "DIR",
      description =
          "Where kube-scheduler.crt and kube-scheduler.key are looked for when no --tls-cert-file"
              + " is given. Nothing is written there.")
  private @Nullable Path directory;

  @Option(
      names = "--client-ca-file",
      paramLabel = "FILE",
      description =
          "PEM authorities whose client certificates prove who a caller is; read again when it"
              + " changes (default: those in ConfigMap"
              + " kube-system/extension-apiserver-authentication).")
  private @Nullable Path clientCa;

  @Option(
      names = "--authentication-skip-lookup",
      paramLabel = "BOOL",
      arity = "0..1",
      fallbackValue = "true",
      description = "Do not look for client authorities in the cluster.")
  private boolean skipLookup;

  @Option(
      names = "--authentication-kubeconfig",
      paramLabel = "FILE",
      description =
          "Which API server tells whose token or certificate that is (default: the cluster's own).")
  private @Nullable Path authentication;

  @Option(
      names = "--authorization-kubeconfig",
      paramLabel = "FILE",
      description = "Which API server tells who may do what (default: the cluster's own).")
  private @Nullable Path authorization;

  @Option(
      names = "--authorization-always-allow-paths",
      paramLabel = "PATH",
      split = ",",
      description =
          "Paths for everybody, comma-separated; a star at the end stands for anything (default:"
              + " /healthz,/livez,/readyz).")
  private @Nullable List<String> openPaths;

  /**
   * What the flags say.
   *
   * @throws ParameterException when they contradict each other
   */
  ServiceSettings settings(CommandSpec spec) {
    if (port < 0 || port > MOST) {
      throw wrong(spec, "--secure-port is " + port + ". Maybe 10259, or 0 for none?");
    }
    if ((certificate == null) != (key == null)) {
      throw wrong(spec, "--tls-cert-file and --tls-private-key-file only make sense together.");
    }
    if (port == 0) {
      return ServiceSettings.OFF;
    }
    return new ServiceSettings(
        new ServiceSettings.Place(address, port, shown(), clientCa),
        openPaths == null ? AccessGate.HEALTH_PATHS : Set.copyOf(openPaths),
        new Callers.Settings(file(authentication), file(authorization), !skipLookup));
  }

  /** An empty one counts as none, as in Go. */
  private static @Nullable Path file(@Nullable Path given) {
    return given == null || given.toString().isEmpty() ? null : given;
  }

  private Transport.Certificate shown() {
    if (certificate != null && key != null) {
      return new Transport.Certificate.PemFiles(certificate, key);
    }
    if (directory != null) {
      Path chain = directory.resolve(PAIR + ".crt");
      Path itsKey = directory.resolve(PAIR + ".key");
      if (Files.isReadable(chain) && Files.isReadable(itsKey)) {
        return new Transport.Certificate.PemFiles(chain, itsKey);
      }
    }
    return new Transport.Certificate.SelfSigned(List.of(address));
  }

  private static ParameterException wrong(CommandSpec spec, String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
