package dev.berth.cli;

import dev.berth.config.BerthConfig;
import dev.berth.config.ConfigLoader;
import dev.berth.config.ConfigOverlay;
import dev.berth.config.EffectiveConfig;
import dev.berth.model.GoDuration;
import dev.berth.queue.QueueSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code berth run}: schedules the pods of a cluster until it is told to stop.
 *
 * <p>Has the flags of kube-scheduler, so that manifests can be taken over. Threading: one per
 * request.
 */
@Command(
    name = "run",
    description = "Schedule the pods of a cluster that choose one of our profiles.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:stopped by SIGINT or SIGTERM",
      " 1:the lease was lost: another replica leads, or will",
      " 2:the command line is wrong",
      " 3:the configuration, the kubeconfig, a certificate or the port cannot be used",
      "70:the scheduler ended by itself: please report it"
    },
    footer = {
      "",
      "All other flags of kube-scheduler 1.36 are accepted too; each that is given is named at"
          + " start with the reason why it has no effect."
    })
final class RunCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli injects it before call()
  private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "KubeSchedulerConfiguration v1, and our own settings as a second document (default: one"
              + " profile named berth).")
  private @Nullable Path config;

  @Option(
      names = "--write-config-to",
      paramLabel = "FILE",
      description = "Write the configuration with all its defaults to that file, and end.")
  private @Nullable Path writeConfigTo;

  @Option(
      names = {"-v", "--v"},
      paramLabel = "LEVEL",
      description =
          "How much the log says: 0 and 1 start, leadership and warnings; 2 also one line a"
              + " decision (the default); 4 how decisions came about; 6 requests to the API server;"
              + " 10 everything.")
  private int verbosity = LogLevels.DEFAULT;

  @Option(
      names = "--pod-max-in-unschedulable-pods-duration",
      paramLabel = "DURATION",
      description =
          "A pod that fits nowhere is tried again after that time even if nothing has changed"
              + " (default: 5m0s).")
  private @Nullable String maxUnschedulable;

  @ArgGroup(validate = false, heading = "%nCluster:%n")
  private final ClusterFlags cluster = new ClusterFlags();

  @ArgGroup(validate = false, heading = "%nLeader election (above the configuration):%n")
  private final LeaderElectionFlags election = new LeaderElectionFlags();

  @ArgGroup(validate = false, heading = "%nService port:%n")
  private final ServiceFlags service = new ServiceFlags();

  @Override
  public Integer call() throws InterruptedException {
    LogLevels.apply(verbosity);
    RunSettings run = settings();
    PrintWriter err = spec.commandLine().getErr();
    notices(run.config()).forEach(notice -> err.println("berth: " + notice));
    err.flush();
    if (writeConfigTo != null) {
      write(run.config().effective(), writeConfigTo);
      return ExitCode.OK.code();
    }
    return StopSignal.untilTheEndOf(RunningScheduler.of(run));
  }

  private static void write(EffectiveConfig effective, Path file) {
    try {
      Files.writeString(file, effective.yaml());
    } catch (IOException e) {
      throw new EnvironmentException("%s cannot be written: %s".formatted(file, e), e);
    }
  }

  /** What configuration and flags say together. */
  RunSettings settings() {
    ConfigOverlay flags = election.onto(ConfigOverlay.NONE);
    return new RunSettings(
        config == null
            ? ConfigLoader.defaults(cluster.onto(flags))
            : ConfigLoader.load(config, flags),
        cluster.settings(),
        longestUnschedulable(),
        service.settings(spec));
  }

  private List<String> notices(BerthConfig settings) {
    List<String> notices = new ArrayList<>(settings.notices());
    notices.addAll(FlagsWithoutEffect.notices(spec));
    if (config != null) {
      notices.addAll(cluster.noticesBesideAFile());
    }
    return notices;
  }

  private Duration longestUnschedulable() {
    if (maxUnschedulable == null) {
      return QueueSettings.DEFAULTS.maxUnschedulable();
    }
    Duration given = GoDuration.parse(maxUnschedulable);
    if (given == null || !given.isPositive()) {
      throw new ParameterException(
          spec.commandLine(),
          "--pod-max-in-unschedulable-pods-duration is \"%s\"; allowed is %s, above zero."
              .formatted(maxUnschedulable, GoDuration.ALLOWED));
    }
    return given;
  }
}
