package dev.berth.it;

import dev.berth.controlplane.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The real kube-scheduler as a process with a configuration of its own.
 *
 * <p>Threading: any thread.
 */
final class KubeSchedulerProcess extends LoggedProcess {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String READY = "Handlers synced";

  /** Of the file that says {@link #READY}. */
  private static final String VERBOSITY = "server=3";

  private KubeSchedulerProcess(ProcessBuilder command, Predicate<String> keeps) {
    super("kube-scheduler", PATIENCE, command, keeps);
  }

  /**
   * Starts one and waits until it knows the cluster.
   *
   * @param directory for its configuration
   * @param fields more of its configuration, in YAML
   */
  static KubeSchedulerProcess start(ControlPlane controlPlane, Path directory, String fields) {
    return start(controlPlane, directory, fields, line -> true, "--vmodule=" + VERBOSITY);
  }

  /**
   * Starts one whose lines of {@code schedule_one.go} are all printed, for somebody who does not
   * keep them, and waits until it knows the cluster.
   */
  static KubeSchedulerProcess tellingOfDecisions(
      ControlPlane controlPlane, Path directory, String fields, Predicate<String> keeps) {
    return start(
        controlPlane,
        directory,
        fields,
        keeps,
        "--feature-gates=OpportunisticBatching=false",
        "--vmodule=schedule_one=10," + VERBOSITY);
  }

  private static KubeSchedulerProcess start(
      ControlPlane controlPlane,
      Path directory,
      String fields,
      Predicate<String> keeps,
      String... flags) {
    try {
      Path config = Files.createTempFile(directory, "kube-scheduler", ".yaml");
      Files.writeString(
          config,
          """
          apiVersion: kubescheduler.config.k8s.io/v1
          kind: KubeSchedulerConfiguration
          clientConnection: {kubeconfig: %s, qps: 1000, burst: 1000}
          leaderElection: {leaderElect: false}
          %s
          """
              .formatted(controlPlane.kubeconfig(), fields));
      List<String> command =
          new ArrayList<>(
              List.of(
                  controlPlane.binary("kube-scheduler").toString(),
                  "--config=" + config,
                  "--secure-port=0"));
      command.addAll(List.of(flags));
      KubeSchedulerProcess scheduler = new KubeSchedulerProcess(new ProcessBuilder(command), keeps);
      scheduler.awaitLine(READY);
      return scheduler;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts one that asks an extender, waits until it knows the cluster, and tries pods again soon.
   *
   * @param extenders as from {@link FacadeProcess#entry}, and more of its configuration
   */
  static KubeSchedulerProcess asking(ControlPlane controlPlane, Path directory, String extenders) {
    return start(controlPlane, directory, "podMaxBackoffSeconds: 2\n" + extenders);
  }

  /** Starts the given process; when it knows the cluster its probes say. */
  static KubeSchedulerProcess launch(ProcessBuilder process) {
    return new KubeSchedulerProcess(process, line -> true);
  }
}
