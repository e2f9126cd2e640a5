package dev.berth.bench.cluster;

import dev.berth.bench.Samples;
import dev.berth.kube.KubeClients;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One run of one contender on a cluster without nodes: its nodes, then pods that wait, the process,
 * a cold drain, a warm one, the open loop, and the check of the end state.
 *
 * <p>Threading: one per run, one thread.
 */
final class Trial {
  private static final long STALL_MILLIS = 60_000;
  private static final long POLL_MILLIS = 200;
  private static final int QUIET_POLLS = 5;

  private final ClusterSettings settings;
  private final Contender contender;
  private final int run;
  private final KubeClients clients;
  private final ClusterLoad load;
  private final List<Long> serverPids;
  private final ClusterBench.Progress progress;
  private final BoundTimes times;

  /**
   * A run that has not begun.
   *
   * @param serverPids the API server and its store; empty when they are not ours
   */
  Trial(
      ClusterSettings settings,
      Contender contender,
      int run,
      KubeClients clients,
      ClusterLoad load,
      List<Long> serverPids,
      ClusterBench.Progress progress) {
    this.settings = settings;
    this.contender = contender;
    this.run = run;
    this.clients = clients;
    this.load = load;
    this.serverPids = List.copyOf(serverPids);
    this.progress = progress;
    this.times = new BoundTimes(settings.allPods());
  }

  /**
   * Runs it.
   *
   * @param command of the scheduler
   * @param log where it writes
   */
  TrialResult run(List<String> command, Path log, Holder holder)
      throws IOException, InterruptedException {
    double loadBefore = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    int cold = settings.warmUpPods() == 0 ? settings.pods() : settings.warmUpPods();
    progress.at("%d nodes, %d pods".formatted(settings.nodes(), cold));
    load.prepare();
    load.createPods(load.pods(0, cold));
    ServerCounters before = ServerCounters.read(clients.write());
    try (BoundWatcher watcher =
        BoundWatcher.start(
            clients,
            load.podsPath(),
            (namespace, name, nanos) -> times.bound(load.podNumber(namespace, name), nanos))) {
      return measure(command, log, holder, cold, watcher, loadBefore, before);
    }
  }

  /** What must end when the whole bench is interrupted. */
  interface Holder {
    void hold(AutoCloseable process);
  }

  private TrialResult measure(
      List<String> command,
      Path log,
      Holder holder,
      int cold,
      BoundWatcher watcher,
      double loadBefore,
      ServerCounters before)
      throws IOException, InterruptedException {
    MachineUsage machine = MachineUsage.now();
    long ownCpu = ownCpu();
    long serverCpu = ProcessUsage.cpuMillis(serverPids);
    int eventsBefore = load.events();
    progress.at("cold drain of %d pods".formatted(cold));
    AtomicLong cpuAtFirst = new AtomicLong();
    try (SchedulerProcess process = SchedulerProcess.start(command, log)) {
      holder.hold(process);
      times.atFirst(() -> cpuAtFirst.set(process.cpuMillis()));
      Phases phases = new Phases(process, watcher, eventsBefore);
      List<TrialResult.Drain> drains = new ArrayList<>();
      drains.add(phases.drain(0, cold, process.startedNanos(), 0, serverCpu));
      TrialResult.Start start =
          new TrialResult.Start(times.first(0, cold) - process.startedNanos(), cpuAtFirst.get());
      if (settings.warmUpPods() > 0) {
        drains.add(phases.warmDrain(cold, cold + settings.pods()));
      }
      Phases.OpenLoop open = phases.openLoop(settings.allPods() - settings.openLoop().pods());
      long peak = process.peakResidentBytes();
      long ours =
          process.cpuMillis() + ownCpu() - ownCpu + ProcessUsage.cpuMillis(serverPids) - serverCpu;
      MachineUsage used = MachineUsage.now().since(machine);
      return new TrialResult(
          contender.name(),
          run,
          start,
          drains,
          open == null ? null : open.waits().percentiles(),
          open == null ? 0 : open.cpuSecondsPerThousand(),
          peak,
          ServerCounters.read(clients.write()).refusedSince(before),
          noise(loadBefore, used, ours),
          problems());
    }
  }

  private List<String> problems() throws IOException, InterruptedException {
    progress.at("checking the end state");
    return EndState.problems(clients.list(), load.namespaces(), settings.allPods());
  }

  private TrialResult.Noise noise(double loadBefore, MachineUsage used, long ours) {
    double total = Math.max(1, used.totalMillis());
    return new TrialResult.Noise(
        loadBefore,
        100 * used.stolenMillis() / total,
        serverPids.isEmpty() ? -1 : Math.max(0, 100 * (used.busyMillis() - ours) / total));
  }

  private static long ownCpu() {
    return ProcessUsage.cpuMillis(ProcessHandle.current().pid());
  }

  /** The parts of a run in which pods are bound. */
  private final class Phases {
    private final SchedulerProcess process;
    private final BoundWatcher watcher;
    private int eventsBefore;

    Phases(SchedulerProcess process, BoundWatcher watcher, int eventsBefore) {
      this.process = process;
      this.watcher = watcher;
      this.eventsBefore = eventsBefore;
    }

    TrialResult.Drain drain(int from, int to, long begin, long cpuBefore, long serverCpuBefore)
        throws IOException, InterruptedException {
      awaitBound(to);
      int pods = to - from;
      int bound = times.count() - from;
      long eventsDone = awaitEvents(bound);
      int events = load.events();
      TrialResult.Drain drain =
          new TrialResult.Drain(
              pods,
              times.last(from, to) - begin,
              times.last(from, to) - times.first(from, to),
              process.cpuMillis() - cpuBefore,
              ProcessUsage.cpuMillis(serverPids) - serverCpuBefore,
              events - eventsBefore,
              eventsDone - begin);
      eventsBefore = events;
      progress.at(
          "  %.0f pods/s, %.2f CPU-s per 1,000"
              .formatted(drain.podsPerSecond(), drain.cpuSecondsPerThousand()));
      return drain;
    }

    /** The process stands still while its pods are made, so that they all wait when it goes on. */
    TrialResult.Drain warmDrain(int from, int to) throws IOException, InterruptedException {
      progress.at("warm drain of %d pods".formatted(to - from));
      List<LoadPod> waiting = load.pods(from, to);
      process.pause();
      load.createPods(waiting);
      long cpu = process.cpuMillis();
      long serverCpu = ProcessUsage.cpuMillis(serverPids);
      long begin = process.resume();
      return drain(from, to, begin, cpu, serverCpu);
    }

    /** The waits of pods that came at a fixed rate. */
    record OpenLoop(Samples waits, double cpuSecondsPerThousand) {}

    @org.jspecify.annotations.Nullable
    OpenLoop openLoop(int from) throws IOException, InterruptedException {
      int pods = settings.openLoop().pods();
      if (pods == 0) {
        return null;
      }
      progress.at("%d pods at %.0f a second".formatted(pods, settings.openLoop().perSecond()));
      long cpu = process.cpuMillis();
      long[] due =
          load.createPodsAtRate(load.pods(from, from + pods), settings.openLoop().perSecond());
      awaitBound(from + pods);
      awaitEvents(times.count() - from);
      Samples waits = new Samples(pods);
      for (long wait : times.waits(from, due)) {
        waits.add(wait);
      }
      return new OpenLoop(waits, (double) (process.cpuMillis() - cpu) / pods);
    }

    /** Waits until so many are bound; gives up when for a long time no more are. */
    private void awaitBound(int pods) throws InterruptedException {
      int bound = times.count();
      long stalled = 0;
      while (!times.await(pods, POLL_MILLIS)) {
        watcher.check();
        if (!process.isAlive()) {
          throw process.died();
        }
        stalled = times.count() == bound ? stalled + POLL_MILLIS : 0;
        bound = times.count();
        if (stalled > STALL_MILLIS) {
          progress.at("  no pod was bound for %d s: giving up".formatted(STALL_MILLIS / 1000));
          return;
        }
      }
    }

    /**
     * Waits until there is one more event per pod, or no more come.
     *
     * @return when the last one was first seen
     */
    private long awaitEvents(int more) throws IOException, InterruptedException {
      int seen = -1;
      long since = System.nanoTime();
      for (int quiet = 0; quiet < QUIET_POLLS && seen < eventsBefore + more; quiet++) {
        int events = load.events();
        if (events != seen) {
          seen = events;
          since = System.nanoTime();
          quiet = 0;
        }
        if (seen < eventsBefore + more) {
          Thread.sleep(POLL_MILLIS);
        }
      }
      return since;
    }
  }

  /** A file that both kinds of scheduler read alike. */
  static void writeConfiguration(Path file, Path kubeconfig, String schedulerName, int qps)
      throws IOException {
    Files.writeString(
        file,
        """
        apiVersion: kubescheduler.config.k8s.io/v1
        kind: KubeSchedulerConfiguration
        clientConnection:
          kubeconfig: %s
          qps: %d
          burst: %d
        leaderElection:
          leaderElect: false
        profiles:
        - schedulerName: %s
        """
            .formatted(kubeconfig.toAbsolutePath(), qps, qps, schedulerName));
  }
}
