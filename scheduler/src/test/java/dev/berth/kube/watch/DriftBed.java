package dev.berth.kube.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.config.ConfigLoader;
import dev.berth.cycle.BindingPool;
import dev.berth.cycle.CycleListeners;
import dev.berth.cycle.Inbox;
import dev.berth.cycle.KnownObjects;
import dev.berth.cycle.ObjectKind;
import dev.berth.cycle.Scheduler;
import dev.berth.cycle.SchedulerAssembly;
import dev.berth.cycle.SchedulerThread;
import dev.berth.framework.ProfilePlugins;
import dev.berth.framework.StatusWriter;
import dev.berth.kube.FakeApiServer;
import dev.berth.kube.KubeClients;
import dev.berth.kube.decode.NodeDecoder;
import dev.berth.kube.decode.PodDecoder;
import dev.berth.kube.decode.UnknownFieldListener;
import dev.berth.model.Interner;
import dev.berth.model.PodInfo;
import dev.berth.pipeline.EvaluationMode;
import dev.berth.pipeline.Recording;
import dev.berth.pipeline.TieBreak;
import dev.berth.plugins.InTreeRegistry;
import dev.berth.plugins.PluginAssembly;
import dev.berth.queue.QueueSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A whole scheduler that watches a model of a cluster, and its drift check. */
final class DriftBed implements AutoCloseable {
  final ModelCluster cluster;
  final ClusterWatch watch;
  final DriftCheck drift;

  /** Runs in a comparison between the list and the question. */
  volatile Runnable beforeAsking = () -> {};

  private final KubeClients clients;
  private final Inbox inbox = new Inbox();
  private final BindingPool bindings = new BindingPool(8, inbox);
  private final Scheduler scheduler;
  private final SchedulerThread thread;

  DriftBed(long seed) {
    cluster = new ModelCluster(seed);
    clients = cluster.server.clients();
    SchedulerAssembly assembly =
        new SchedulerAssembly(
            InstantSource.system(),
            new SplittableRandom(seed),
            (pod, node) -> cluster.bind(pod, node));
    ProfilePlugins plugins =
        PluginAssembly.assemble(
            ConfigLoader.defaults().profiles().getFirst(),
            InTreeRegistry.get(),
            assembly.context("berth"));
    scheduler =
        assembly.assemble(
            List.of(plugins),
            QueueSettings.DEFAULTS,
            new SchedulerAssembly.Decisions(EvaluationMode.FAST, TieBreak.first(), Recording.OFF),
            EnumSet.allOf(ObjectKind.class),
            bindings,
            inbox,
            new NoWrites(),
            new CycleListeners(List.of()));
    watch =
        new ClusterWatch(
            clients,
            new PodDecoder(new Interner(), UnknownFieldListener.NONE),
            new NodeDecoder(new Interner(), UnknownFieldListener.NONE),
            inbox::post,
            WatchTiming.STANDARD,
            new SplittableRandom(seed));
    drift =
        new DriftCheck(
            watch,
            () -> {
              beforeAsking.run();
              return inbox.ask(scheduler::known);
            },
            Duration.ofMinutes(5),
            new SplittableRandom(seed));
    thread = SchedulerThread.start(scheduler, _ -> {});
  }

  /** Nobody reads the conditions here. */
  private record NoWrites() implements StatusWriter {
    @Override
    public void notScheduled(
        PodInfo pod, Reason reason, String message, @Nullable String nomination) {}

    @Override
    public void expectedNode(PodInfo pod, String nodeName) {}
  }

  KnownObjects known() {
    try {
      return inbox.ask(scheduler::known).get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  List<String> knownNodes() {
    return known().nodes().stream()
        .map(node -> node.node().name() + " " + node.node().resourceVersion())
        .sorted()
        .toList();
  }

  List<String> knownPods() {
    KnownObjects known = known();
    Stream<PodInfo> onNodes = known.nodes().stream().flatMap(node -> node.pods().stream());
    return Stream.concat(onNodes, known.elsewhere().stream())
        .map(pod -> pod.key().name() + " " + pod.resourceVersion() + " on " + pod.nodeName())
        .sorted()
        .toList();
  }

  /** Waits until the scheduler knows nodes and placed pods just as they are. */
  void awaitInStep() {
    await(
        () ->
            knownNodes().equals(cluster.nodeVersions())
                && knownPods().equals(cluster.placedPodVersions()));
  }

  void await(BooleanSupplier wanted) {
    long end = System.nanoTime() + FakeApiServer.PATIENCE.toNanos();
    while (!wanted.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as(
              "known %s %s, true %s %s",
              knownNodes(), knownPods(), cluster.nodeVersions(), cluster.placedPodVersions())
          .isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }

  long healed(String resource) {
    return drift.counts().stream()
        .filter(kind -> kind.resource().equals(resource))
        .mapToLong(DriftCounts::healed)
        .sum();
  }

  long checks() {
    return drift.counts().stream().mapToLong(DriftCounts::checks).sum();
  }

  @Override
  public void close() {
    drift.close();
    watch.close();
    thread.close();
    bindings.close();
    clients.close();
    cluster.close();
  }
}
