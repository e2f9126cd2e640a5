package dev.berth.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Flags of kube-scheduler that stand in people's manifests and that Berth accepts without doing
 * anything: each is named when it is given, with the reason.
 *
 * <p>All flags of {@code kube-scheduler --help}, Kubernetes 1.36.3, are either here or honoured.
 * Threading: immutable.
 */
final class FlagsWithoutEffect {
  private static final String NOT_GO = "this is not a Go program";
  private static final String HTTP1 = "the service port speaks HTTP/1.1 only";
  private static final String OWN_SOCKET = "the port is never shared";
  private static final String FRONT_PROXY =
      "callers behind a proxy are not told apart; they need a token or certificate of their own";
  private static final String TEN_SECONDS = "answers about callers are remembered for 10 s";
  private static final String ONE_VERSION =
      "Berth decides as kube-scheduler 1.36 does with its default feature gates";
  private static final String LOGS = "the log is text on standard error, a line an event";
  private static final String METRICS = "all metrics of METRICS.md are shown as they are";

  private static final Map<String, String> REASONS = reasons();

  private FlagsWithoutEffect() {}

  private static Map<String, String> reasons() {
    Map<String, String> reasons = new LinkedHashMap<>();
    put(
        reasons,
        "ciphers and versions of TLS are those of the Java runtime, 1.2 and 1.3",
        "--tls-cipher-suites",
        "--tls-min-version");
    put(reasons, NOT_GO, "--profiling", "--contention-profiling");
    put(reasons, HTTP1, "--http2-max-streams-per-connection", "--disable-http2-serving");
    put(reasons, OWN_SOCKET, "--permit-port-sharing", "--permit-address-sharing");
    put(reasons, "one certificate is shown, that of --tls-cert-file", "--tls-sni-cert-key");
    put(reasons, "the curves are those of the Java runtime", "--tls-curve-preferences");
    put(
        reasons,
        FRONT_PROXY,
        "--requestheader-allowed-names",
        "--requestheader-client-ca-file",
        "--requestheader-extra-headers-prefix",
        "--requestheader-group-headers",
        "--requestheader-uid-headers",
        "--requestheader-username-headers");
    put(
        reasons,
        TEN_SECONDS,
        "--authentication-token-webhook-cache-ttl",
        "--authorization-webhook-cache-authorized-ttl",
        "--authorization-webhook-cache-unauthorized-ttl");
    put(
        reasons,
        "a lookup that fails is always tolerated, said once and tried again",
        "--authentication-tolerate-lookup-failure");
    put(
        reasons,
        ONE_VERSION,
        "--feature-gates",
        "--emulated-version",
        "--min-compatibility-version");
    put(
        reasons,
        LOGS,
        "--vmodule",
        "--logging-format",
        "--log-flush-frequency",
        "--log-text-info-buffer-size",
        "--log-text-split-stream",
        "--log-json-info-buffer-size",
        "--log-json-split-stream");
    put(
        reasons,
        METRICS,
        "--show-hidden-metrics-for-version",
        "--disabled-metrics",
        "--allow-metric-labels",
        "--allow-metric-labels-manifest");
    return reasons;
  }

  private static void put(Map<String, String> reasons, String reason, String... flags) {
    Stream.of(flags).forEach(flag -> reasons.put(flag, reason));
  }

  /** Lets the command accept them; its help does not show them. */
  static void addTo(CommandSpec command) {
    REASONS.forEach(
        (flag, reason) ->
            command.addOption(
                OptionSpec.builder(flag)
                    .arity("0..1")
                    .fallbackValue("true")
                    .type(List.class)
                    .auxiliaryTypes(String.class)
                    .paramLabel("VALUE")
                    .description("No effect: " + reason + ".")
                    .hidden(true)
                    .build()));
  }

  /** A sentence for each that is given. */
  static List<String> notices(CommandSpec command) {
    return Objects.requireNonNull(command.commandLine().getParseResult())
        .matchedOptionsSet()
        .stream()
        .map(OptionSpec::longestName)
        .filter(REASONS::containsKey)
        .map(flag -> flag + " has no effect: " + REASONS.get(flag))
        .toList();
  }
}
