package dev.berth.it;

import dev.berth.controlplane.ControlPlane;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The real kube-scheduler as a process with a configuration of its own.
 *
 * <p>Threading: any thread; {@code this} guards the log.
 */
final class KubeSchedulerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String READY = "Handlers synced";

  private final Process process;
  private final List<String> log = new ArrayList<>();
  private boolean ended;

  private KubeSchedulerProcess(Process process) {
    this.process = process;
    Thread.ofVirtual().name("log-of-kube-scheduler").start(this::readLog);
  }

  /**
   * Starts one and waits until it knows the cluster.
   *
   * @param fields more of its configuration, in YAML
   */
  static KubeSchedulerProcess start(ControlPlane controlPlane, Path directory, String fields) {
    try {
      Path config = directory.resolve("kube-scheduler.yaml");
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
      KubeSchedulerProcess scheduler =
          launch(
              new ProcessBuilder(
                  controlPlane.binary("kube-scheduler").toString(),
                  "--config=" + config,
                  "--secure-port=0",
                  "--vmodule=server=3"));
      scheduler.awaitLine(READY);
      return scheduler;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the given process; when it knows the cluster its probes say. */
  static KubeSchedulerProcess launch(ProcessBuilder process) {
    try {
      return new KubeSchedulerProcess(process.redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readLog() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        add(line);
      }
    } catch (IOException killed) {
      add("the log ended: " + killed);
    } finally {
      end();
    }
  }

  private synchronized void add(String line) {
    log.add(line);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Waits until the log has a line with that in it. */
  synchronized void awaitLine(String part) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (log.stream().noneMatch(line -> line.contains(part))) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (ended || left <= 0) {
        throw new AssertionError("kube-scheduler never said " + part + ":\n" + log());
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted", e);
      }
    }
  }

  synchronized String log() {
    return String.join("\n", log);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
