package dev.berth.cli;

import dev.berth.cli.SandboxSettings.Contents;
import dev.berth.cli.SandboxSettings.Ending;
import dev.berth.config.BerthConfig;
import dev.berth.config.ConfigLoader;
import dev.berth.model.GoDuration;
import dev.berth.sandbox.demo.DemoCluster;
import dev.berth.sandbox.demo.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code berth sandbox}: a cluster without machines in this process, with the scheduler at work on
 * it, for eyes, kubectl and scripts.
 *
 * <p>Threading: one per request.
 */
@Command(
    name = "sandbox",
    description = {
      "Start an API server with hollow nodes in this process, and schedule for it.",
      "kubectl works on it by the KUBECONFIG that is printed. Nothing is left of it at the end."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "  0:stopped by Ctrl-C or SIGTERM; with --exit-when-idle: everything that should be bound is,"
          + " and no node has more than it can hold",
      "  1:with --exit-when-idle: that is not so; it says what",
      "  2:the command line is wrong",
      "  3:a file, the configuration or the port cannot be used",
      "130:with --exit-when-idle: stopped before it was idle"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  berth sandbox --demo                          watch a mixed workload being scheduled",
      "  berth sandbox --nodes 3                       an empty cluster to play with",
      "  berth sandbox --nodes 5000 --pods 5000 --exit-when-idle -o json",
      "                                                how fast it is, for scripts",
      "  kubectl get nodes,pods -A -o yaml > c.yaml && berth sandbox --from c.yaml",
      "                                                what would happen on a cluster of yours",
      "",
      "Of the JSON line: 'seconds' is from the first pod until the last decision or binding,",
      "'decision_ms' is the time to decide about a pod, 'bind_ms' from there until it is bound."
    })
final class SandboxCommand implements Callable<Integer> {
  private static final Duration ARRIVALS_TO_WATCH = Duration.ofSeconds(20);
  private static final Duration LONGEST_UNTIL_IDLE = Duration.ofMinutes(10);
  private static final int MOST = 1_000_000;

  /** How the end is told. */
  enum Output {
    TEXT,
    JSON
  }

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli injects it before call()
  private CommandSpec spec;

  @Option(names = "--demo", description = "With a workload that has something of everything.")
  private boolean demo;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "How many hollow nodes (default: " + DemoCluster.NODES + ").")
  private @Nullable Integer nodes;

  @Option(
      names = "--pods",
      paramLabel = "M",
      description = "How many pods in the workload (default: " + Workload.PODS + " with --demo).")
  private @Nullable Integer pods;

  @Option(
      names = "--arrive-within",
      paramLabel = "DURATION",
      description =
          "Six of ten pods come at once, the others within that time (default: 20s; with"
              + " --exit-when-idle all come at once).")
  private @Nullable String arriveWithin;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed makes the same workload (default: 1).")
  private long seed = 1;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description =
          "Begin with the objects of this file instead: a snapshot, or the output of kubectl get"
              + " nodes,pods -A -o yaml.")
  private @Nullable Path from;

  @Option(
      names = "--snapshot",
      paramLabel = "FILE",
      description = "At the end save all objects to this file, as plain YAML.")
  private @Nullable Path snapshot;

  @Option(
      names = "--exit-when-idle",
      description = "End as soon as every pod is placed or cannot be, and judge it.")
  private boolean exitWhenIdle;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "With --exit-when-idle: give up after that time (default: 10m).")
  private @Nullable String timeout;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "text",
      description =
          "text or json (default: ${DEFAULT-VALUE}). json: standard output has one line at the"
              + " end.")
  @SuppressWarnings("NullAway.Init") // picocli injects it before call()
  private Output output;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The scheduler's configuration, as for berth run (default: profiles berth and"
              + " default-scheduler, since there is no other scheduler here).")
  private @Nullable Path config;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Of the API server, on loopback (default: a free one).")
  private int port;

  @Option(
      names = {"-v", "--v"},
      paramLabel = "LEVEL",
      description =
          "How much the log says, as for berth run (default: "
              + LogLevels.DEFAULT
              + "). It is in"
              + " the directory of the kubeconfig.")
  private int verbosity = LogLevels.DEFAULT;

  @Override
  public Integer call() throws InterruptedException {
    SandboxSettings settings = settings();
    return new SandboxRun(settings, spec.commandLine().getOut(), spec.commandLine().getErr()).run();
  }

  SandboxSettings settings() {
    if (from != null) {
      notBeside("--nodes", nodes);
      notBeside("--pods", pods);
      notBeside("--demo", demo ? "given" : null);
    }
    return new SandboxSettings(
        new Contents(
            number("--nodes", nodes, DemoCluster.NODES),
            number("--pods", pods, demo ? Workload.PODS : 0),
            from,
            arrivals(),
            seed),
        new Ending(exitWhenIdle, timeout(), output == Output.JSON, writable(snapshot)),
        configuration(),
        inRange("--port", port, 65_535),
        verbosity);
  }

  private Duration timeout() {
    if (timeout == null) {
      return LONGEST_UNTIL_IDLE;
    }
    if (!exitWhenIdle) {
      throw new ParameterException(
          spec.commandLine(),
          "--timeout is %s, and without --exit-when-idle a sandbox ends when it is told to. Maybe"
                  .formatted(timeout)
              + " add --exit-when-idle?");
    }
    return duration("--timeout", timeout);
  }

  private Duration arrivals() {
    if (arriveWithin != null) {
      return duration("--arrive-within", arriveWithin);
    }
    return exitWhenIdle ? Duration.ZERO : ARRIVALS_TO_WATCH;
  }

  private BerthConfig configuration() {
    return config == null
        ? ConfigLoader.parse(bothProfiles(), "The sandbox's own configuration")
        : ConfigLoader.load(config);
  }

  private String bothProfiles() {
    return """
    apiVersion: kubescheduler.config.k8s.io/v1
    kind: KubeSchedulerConfiguration
    profiles:
    - schedulerName: berth
    - schedulerName: default-scheduler
    ---
    apiVersion: berth.dev/v1alpha1
    kind: BerthConfiguration
    allowDefaultScheduler: true
    seed: %d
    """
        .formatted(seed);
  }

  private void notBeside(String option, @Nullable Object value) {
    if (value != null) {
      throw new ParameterException(
          spec.commandLine(),
          "%s is %s and --from is %s, which has nodes and pods of its own. Maybe one of the two?"
              .formatted(option, value, from));
    }
  }

  private int number(String option, @Nullable Integer given, int otherwise) {
    return given == null ? otherwise : inRange(option, given, MOST);
  }

  private int inRange(String option, int given, int most) {
    if (given < 0 || given > most) {
      throw new ParameterException(
          spec.commandLine(), "%s is %d; allowed is 0 to %d.".formatted(option, given, most));
    }
    return given;
  }

  private Duration duration(String option, String given) {
    Duration duration = GoDuration.parse(given);
    if (duration == null || duration.isNegative()) {
      throw new ParameterException(
          spec.commandLine(),
          "%s is \"%s\". Maybe %s?".formatted(option, given, GoDuration.ALLOWED));
    }
    return duration;
  }

  /** Better known before than after an hour of play. */
  private @Nullable Path writable(@Nullable Path file) {
    if (file == null) {
      return null;
    }
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isWritable(directory) || Files.isDirectory(file)) {
      throw new EnvironmentException(
          "--snapshot is %s, which cannot be written. Maybe %s?"
              .formatted(
                  file,
                  Files.isDirectory(file)
                      ? "a file in that directory"
                      : "make the directory " + directory));
    }
    return file;
  }
}
