package dev.berth.cli;

import dev.berth.config.BerthConfig;
import dev.berth.config.ConfigLoader;
import dev.berth.config.ConfigOverlay;
import dev.berth.config.ExtenderFacade;
import dev.berth.queue.QueueSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
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
 * {@code berth extender}: answers kube-schedulers that call it as their HTTP extender, and places
 * no pod by itself.
 *
 * <p>Threading: one per request.
 */
@Command(
    name = "extender",
    description = "Serve our stages to a kube-scheduler as its HTTP extender; place no pod.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:stopped by SIGINT or SIGTERM",
      " 2:the command line is wrong",
      " 3:the configuration, the kubeconfig, a certificate or a port cannot be used",
      "70:it ended by itself: please report it"
    },
    footer = {
      "",
      "Every replica answers from what it watches, so there is no lease. Without a cluster it"
          + " judges by what is in a request: whole nodes, and no pods on them.",
      "",
      "Limits: heads of "
          + ExtenderPort.MAX_HEADER_KIB
          + " KiB; bodies of "
          + ExtenderFacade.DEFAULT_BODY_MIB
          + " MiB (extender.maxBodyBytes), all of them together twice that"
          + " (extender.maxBufferedBytes), less with a heap below "
          + ExtenderFacade.DEFAULT_BODY_MIB * ExtenderPort.BODIES_IN_HEAP
          + " MiB; "
          + ExtenderPort.REQUEST_SECONDS
          + " s for a request; "
          + ExtenderPort.MAX_CONNECTIONS
          + " connections, idle ones for "
          + ExtenderPort.IDLE_SECONDS
          + " s."
    })
final class ExtenderCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli injects it before call()
  private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "KubeSchedulerConfiguration v1 with the profiles, and our own settings as a second"
              + " document (default: one profile named berth).")
  private @Nullable Path config;

  @Option(
      names = {"-v", "--v"},
      paramLabel = "LEVEL",
      description = "How much the log says, from 0 to 10 (default: ${DEFAULT-VALUE}).")
  private int verbosity = LogLevels.DEFAULT;

  @Option(
      names = "--without-cluster",
      description = "Ask no API server; judge by what is in a request. Nothing can be bound then.")
  private boolean alone;

  @ArgGroup(validate = false, heading = "%nFacade (above the configuration):%n")
  private final ExtenderFlags facade = new ExtenderFlags();

  @ArgGroup(validate = false, heading = "%nCluster:%n")
  private final ClusterFlags cluster = new ClusterFlags();

  @ArgGroup(validate = false, heading = "%nService port:%n")
  private final ServiceFlags service = new ServiceFlags();

  @Override
  public Integer call() throws InterruptedException {
    LogLevels.apply(verbosity);
    if (alone && !cluster.given().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--without-cluster and %s contradict each other. Maybe leave one of them out?"
              .formatted(cluster.given().getFirst()));
    }
    BerthConfig settings = settings();
    PrintWriter err = spec.commandLine().getErr();
    notices(settings).forEach(notice -> err.println("berth: " + notice));
    err.flush();
    return alone ? runAlone(settings) : runOn(settings);
  }

  private List<String> notices(BerthConfig settings) {
    List<String> notices = new ArrayList<>(settings.notices());
    if (config != null) {
      notices.addAll(cluster.noticesBesideAFile());
    }
    return notices;
  }

  private BerthConfig settings() {
    ConfigOverlay flags =
        facade.onto(ConfigOverlay.NONE.with("leaderElection.leaderElect", Boolean.FALSE));
    return config == null
        ? ConfigLoader.defaults(cluster.onto(flags))
        : ConfigLoader.load(config, flags);
  }

  private int runAlone(BerthConfig settings) throws InterruptedException {
    return StopSignal.untilTheEndOf(new LoneExtender(settings));
  }

  private int runOn(BerthConfig settings) throws InterruptedException {
    RunSettings run =
        new RunSettings(
            settings,
            cluster.settings(),
            QueueSettings.DEFAULTS.maxUnschedulable(),
            service.settings(spec),
            Patience.STANDARD,
            RunSettings.Role.EXTENDER);
    return StopSignal.untilTheEndOf(RunningScheduler.of(run));
  }
}
