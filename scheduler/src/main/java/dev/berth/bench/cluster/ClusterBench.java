package dev.berth.bench.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.berth.bench.Machine;
import dev.berth.kube.ClientSettings;
import dev.berth.kube.KubeClients;
import dev.berth.kube.ProxyRules;
import dev.berth.kube.RequestListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures schedulers one after the other on a real API server, each in its own process: see {@code
 * berth bench cluster --help}.
 *
 * <p>Threading: one thread, and the shutdown hook of the JVM.
 */
public final class ClusterBench {

  /** Told what is being done; for a line of progress. */
  @FunctionalInterface
  public interface Progress {
    void at(String what);
  }

  /** Where the runs take place. */
  public sealed interface Place {
    /** A new control plane for each run, by this script. */
    record Fresh(Path script) implements Place {}

    /** A cluster that is there; each run takes away what it made. */
    record Existing(Path kubeconfig, OtherNodes otherNodes) implements Place {}
  }

  /** What to do about nodes that are not ours. */
  public enum OtherNodes {
    REFUSE,
    ALLOW
  }

  private static final String SCHEDULER_NAME = "berth-bench";
  private static final Duration QUIET_WATCH = Duration.ofMinutes(10);
  private static final Duration LONG_WRITE = Duration.ofMinutes(3);
  private static final Logger LOG = LoggerFactory.getLogger(ClusterBench.class);

  private final ClusterSettings settings;
  private final Place place;
  private final Progress progress;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private boolean interrupted;

  private ClusterBench(ClusterSettings settings, Place place, Progress progress) {
    this.settings = settings;
    this.place = place;
    this.progress = progress;
  }

  /** Runs everything; on Ctrl-C what was made is taken away. */
  public static ClusterReport run(ClusterSettings settings, Place place, Progress progress)
      throws IOException, InterruptedException {
    if (!ProcessUsage.isKnown()) {
      throw new BenchException("there is no /proc here: the CPU of a process is read from it.");
    }
    ClusterBench bench = new ClusterBench(settings, place, progress);
    Thread hook = new Thread(bench::interrupt, "bench-clean-up");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return bench.run();
    } finally {
      bench.closeAll();
      if (!bench.isInterrupted()) {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
    }
  }

  private ClusterReport run() throws IOException, InterruptedException {
    Machine machine = Machine.current();
    List<TrialResult> results = new ArrayList<>();
    for (int run = 1; run <= settings.runs(); run++) {
      List<Contender> order =
          run % 2 == 1 ? settings.contenders() : settings.contenders().reversed();
      for (Contender contender : order) {
        results.add(trial(contender, run));
      }
    }
    return new ClusterReport(settings, machine, results);
  }

  private TrialResult trial(Contender contender, int run) throws IOException, InterruptedException {
    Progress of =
        what ->
            progress.at(
                "%s, run %d of %d: %s".formatted(contender.name(), run, settings.runs(), what));
    try {
      return switch (place) {
        case Place.Fresh fresh -> {
          of.at("starting a control plane");
          BenchControlPlane plane = BenchControlPlane.start(fresh.script());
          hold(plane);
          yield trial(contender, run, plane.kubeconfig(), plane.pids(), of);
        }
        case Place.Existing existing -> trial(contender, run, existing.kubeconfig(), List.of(), of);
      };
    } finally {
      closeAll();
    }
  }

  private TrialResult trial(
      Contender contender, int run, Path kubeconfig, List<Long> serverPids, Progress of)
      throws IOException, InterruptedException {
    ClientSettings.Timeouts standard = ClientSettings.Timeouts.STANDARD;
    KubeClients clients =
        KubeClients.fromKubeconfig(
            kubeconfig,
            null,
            new ClientSettings(
                "berth-bench",
                new ClientSettings.Timeouts(
                    standard.connect(), standard.listRead(), QUIET_WATCH, LONG_WRITE),
                null,
                null,
                ProxyRules.ofProcess(),
                RequestListener.NONE));
    hold(clients);
    checkNodes(clients);
    String name = "berth-bench-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    ClusterLoad load =
        new ClusterLoad(
            clients,
            name,
            SCHEDULER_NAME,
            settings.workload(),
            new ClusterLoad.Size(settings.nodes(), settings.warmUpPods()),
            settings.seed());
    if (place instanceof Place.Existing) {
      hold(
          () -> {
            of.at("removing nodes, pods and what belongs to them");
            load.remove();
          });
    }
    Path directory = BenchControlPlane.newWorkspace();
    hold(() -> MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE));
    Path configuration = directory.resolve("config.yaml");
    Trial.writeConfiguration(configuration, kubeconfig, SCHEDULER_NAME, settings.qps());
    return new Trial(settings, contender, run, clients, load, serverPids, of)
        .run(
            contender.commandFor(configuration, freePort()),
            directory.resolve("scheduler.log"),
            this::hold);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void checkNodes(KubeClients clients) throws IOException, InterruptedException {
    if (place instanceof Place.Existing existing && existing.otherNodes() == OtherNodes.REFUSE) {
      List<JsonNode> nodes = EndState.listAll(clients.list(), "/api/v1/nodes");
      if (!nodes.isEmpty()) {
        throw new BenchException(
            String.format(
                Locale.ROOT,
                "the cluster at %s has %d nodes, %s for one; this would put pods on them. Maybe use"
                    + " a control plane without nodes, or say --allow-other-nodes.",
                clients.server(),
                nodes.size(),
                nodes.getFirst().at("/metadata/name").asText()));
      }
    }
  }

  // ---- taking away what was made, also on Ctrl-C ---------------------------------------------

  private void hold(AutoCloseable made) {
    synchronized (open) {
      open.push(made);
      if (interrupted) {
        closeAll();
      }
    }
  }

  private boolean isInterrupted() {
    synchronized (open) {
      return interrupted;
    }
  }

  private void interrupt() {
    synchronized (open) {
      interrupted = true;
    }
    closeAll();
  }

  /** The last made first; each once, whoever comes first. */
  private void closeAll() {
    synchronized (open) {
      while (!open.isEmpty()) {
        try {
          open.pop().close();
        } catch (Exception e) { // the others must be closed, too
          LOG.warn("something could not be taken away: {}", e.getMessage());
        }
      }
    }
  }
}
