package dev.berth.it;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.controlplane.ControlPlane;
import dev.berth.it.TwinDecision.Scored;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The real kube-scheduler as a process of its own, which writes down all scores of its decisions.
 *
 * <p>Of {@code -v=10} only the lines of {@code schedule_one.go} are asked for: the rest of it is
 * megabytes of what the API server answers. Threading: any thread; {@code this} guards the fields.
 */
final class StockScheduler implements TwinScheduler {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Pattern PLUGIN =
      Pattern.compile(
          "\"Plugin scored node for pod\" pod=\"(\\S+)\" plugin=\"(\\S+)\" node=\"(\\S+)\""
              + " score=(-?\\d+)");
  private static final Pattern TOTAL =
      Pattern.compile(
          "\"Calculated node's final score for pod\" pod=\"(\\S+)\" node=\"(\\S+)\""
              + " score=(-?\\d+)");
  private static final Pattern BOUND =
      Pattern.compile(
          "\"Successfully bound pod to node\" pod=\"(\\S+)\" node=\"\\S+\" evaluatedNodes=\\d+"
              + " feasibleNodes=(\\d+)");
  private static final String READY = "Handlers synced";

  private final Process process;
  private final Map<String, Map<String, SortedMap<String, Long>>> byPlugin = new HashMap<>();
  private final Map<String, Map<String, Long>> totals = new HashMap<>();
  private final Map<String, Integer> feasible = new HashMap<>();
  private final List<String> otherLines = new ArrayList<>();
  private boolean ready;
  private boolean ended;

  private StockScheduler(Process process) {
    this.process = process;
    Thread.ofVirtual().name("log-of-kube-scheduler").start(this::readLog);
  }

  /**
   * Starts one and waits until it knows the cluster.
   *
   * @param directory for its configuration
   */
  static StockScheduler start(ControlPlane controlPlane, Path directory) {
    try {
      Path config = Files.createTempFile(directory, "kube-scheduler", ".yaml");
      Files.writeString(
          config,
          """
          apiVersion: kubescheduler.config.k8s.io/v1
          kind: KubeSchedulerConfiguration
          clientConnection: {kubeconfig: %s, qps: 1000, burst: 1000}
          leaderElection: {leaderElect: false}
          percentageOfNodesToScore: 100
          """
              .formatted(controlPlane.kubeconfig()));
      StockScheduler scheduler =
          new StockScheduler(
              new ProcessBuilder(
                      controlPlane.binary("kube-scheduler").toString(),
                      "--config=" + config,
                      "--secure-port=0",
                      "--feature-gates=OpportunisticBatching=false",
                      "--vmodule=schedule_one=10,server=3")
                  .redirectErrorStream(true)
                  .start());
      scheduler.await(() -> scheduler.ready, "that it is ready");
      return scheduler;
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
    Matcher plugin = PLUGIN.matcher(line);
    Matcher total = TOTAL.matcher(line);
    Matcher bound = BOUND.matcher(line);
    if (plugin.find()) {
      SortedMap<String, Long> scores =
          byPlugin
              .computeIfAbsent(plugin.group(1), pod -> new HashMap<>())
              .computeIfAbsent(plugin.group(3), node -> new TreeMap<>());
      long score = Long.parseLong(plugin.group(4));
      if (score != 0) {
        scores.put(plugin.group(2), score);
      }
    } else if (total.find()) {
      totals
          .computeIfAbsent(total.group(1), pod -> new HashMap<>())
          .put(total.group(2), Long.parseLong(total.group(3)));
    } else if (bound.find()) {
      feasible.put(bound.group(1), Integer.parseInt(bound.group(2)));
    } else {
      otherLines.add(line);
      ready |= line.contains(READY);
    }
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  @Override
  public synchronized TwinDecision decision(JsonNode pod) {
    if (!Pods.isBound(pod)) {
      return TwinScheduler.unplaced(pod);
    }
    String key = TwinScheduler.key(pod);
    await(() -> feasible.containsKey(key), "that it bound " + key);
    Map<String, Scored> scores = new TreeMap<>();
    totals
        .getOrDefault(key, Map.of())
        .forEach(
            (node, total) ->
                scores.put(
                    node,
                    new Scored(
                        total,
                        byPlugin.getOrDefault(key, Map.of()).getOrDefault(node, new TreeMap<>()))));
    return new TwinDecision(Pods.node(pod), "", feasible.getOrDefault(key, 0), scores);
  }

  private synchronized void await(BooleanSupplier said, String what) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!said.getAsBoolean()) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (ended || left <= 0) {
        throw new AssertionError(
            "kube-scheduler never said " + what + ":\n" + String.join("\n", otherLines));
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted", e);
      }
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
