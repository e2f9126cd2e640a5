package dev.berth.cli;

import dev.berth.config.BerthConfig;
import dev.berth.config.ConfigLoader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code berth run}: schedules the pods of a cluster until it is told to stop.
 *
 * <p>Threading: one per request.
 */
@Command(
    name = "run",
    description = "Schedule the pods of a cluster that choose one of our profiles.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:stopped by SIGINT or SIGTERM",
      " 3:the configuration, the kubeconfig or the way to the cluster is wrong",
      "70:the scheduler ended by itself: please report it"
    })
final class RunCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli injects it before call()
  private CommandSpec spec;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "How to reach the cluster (default: clientConnection.kubeconfig of the configuration,"
              + " else the pod's own service account).")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "KubeSchedulerConfiguration v1, and our own settings as a second document (default: one"
              + " profile named berth).")
  private @Nullable Path config;

  @ArgGroup(validate = false, heading = "%nService port:%n")
  private final ServiceFlags service = new ServiceFlags();

  @Override
  public Integer call() throws InterruptedException {
    BerthConfig settings = config == null ? ConfigLoader.defaults() : ConfigLoader.load(config);
    PrintWriter err = spec.commandLine().getErr();
    settings.notices().forEach(notice -> err.println("berth: " + notice));
    err.flush();
    RunSettings run = new RunSettings(settings, kubeconfig, service.settings(spec));
    try (RunningScheduler running = RunningScheduler.start(run)) {
      StopSignal.ends(running);
      return running.awaitEnd().code();
    }
  }
}
