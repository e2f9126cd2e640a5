package dev.berth.cli;

import dev.berth.config.BerthConfig;
import dev.berth.config.ClientConnection;
import dev.berth.config.OwnSettings;
import dev.berth.config.Profile;
import dev.berth.cycle.BindingPool;
import dev.berth.cycle.CycleListener;
import dev.berth.cycle.CycleListeners;
import dev.berth.cycle.Inbox;
import dev.berth.cycle.ObjectKind;
import dev.berth.cycle.Scheduler;
import dev.berth.cycle.SchedulerAssembly;
import dev.berth.cycle.SchedulerThread;
import dev.berth.explain.DecisionLog;
import dev.berth.explain.DecisionStore;
import dev.berth.framework.ProfilePlugins;
import dev.berth.kube.ClientSettings;
import dev.berth.kube.KubeClients;
import dev.berth.kube.bind.KubeBinder;
import dev.berth.kube.bind.KubeStatusWriter;
import dev.berth.kube.decode.NodeDecoder;
import dev.berth.kube.decode.PodDecoder;
import dev.berth.kube.decode.UnknownFieldCounter;
import dev.berth.kube.watch.ClusterWatch;
import dev.berth.kube.watch.WatchTiming;
import dev.berth.model.Interner;
import dev.berth.pipeline.EvaluationMode;
import dev.berth.pipeline.Recording;
import dev.berth.pipeline.TieBreak;
import dev.berth.plugins.InTreeRegistry;
import dev.berth.plugins.PluginAssembly;
import dev.berth.queue.QueueSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A scheduler at work on a cluster, with everything that belongs to it; closing takes it apart in
 * the right order.
 *
 * <p>Threading: any thread.
 */
final class RunningScheduler implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunningScheduler.class);

  private static final Duration STATUS_GRACE = Duration.ofSeconds(5);

  private final KubeClients clients;
  private final KubeStatusWriter writer;
  private final BindingPool bindings;
  private final ClusterWatch watch;
  private final SchedulerThread thread;
  private final CountDownLatch death = new CountDownLatch(1);
  private final AtomicBoolean closed = new AtomicBoolean();

  private RunningScheduler(BerthConfig config, KubeClients clients) {
    InstantSource clock = InstantSource.system();
    OwnSettings own = config.own();
    Long seed = own.seed();
    SplittableRandom random = seed == null ? new SplittableRandom() : new SplittableRandom(seed);
    this.clients = clients;
    this.writer = new KubeStatusWriter(clients.write(), clock, KubeStatusWriter.Limits.STANDARD);
    Inbox inbox = new Inbox();
    this.bindings = new BindingPool(own.maxBindsInFlight(), inbox);
    Scheduler scheduler = assemble(config, clock, random.split(), inbox);
    this.watch = watch(clients, inbox, random.split());
    Runtime.getRuntime().addShutdownHook(new Thread(this::endBySignal, "shutdown"));
    this.thread = SchedulerThread.start(scheduler, thrown -> death.countDown());
    watch.start();
  }

  /**
   * Starts scheduling; returns at once.
   *
   * @param kubeconfig null for what the configuration says
   */
  static RunningScheduler start(BerthConfig config, @Nullable Path kubeconfig) {
    KubeClients clients = connect(config.clientConnection(), kubeconfig);
    LOG.info(
        "berth {} schedules for {} at {}",
        BuildVersion.ofBerth(),
        config.profiles().stream().map(Profile::schedulerName).toList(),
        clients.server());
    return new RunningScheduler(config, clients);
  }

  private static KubeClients connect(ClientConnection connection, @Nullable Path kubeconfig) {
    ClientConnection.RateLimit limit = connection.rateLimit();
    ClientSettings settings =
        ClientSettings.ofVersion(BuildVersion.ofBerth())
            .withRateLimit(
                limit == null
                    ? null
                    : new ClientSettings.RateLimit(limit.perSecond(), limit.burst()));
    if (kubeconfig != null) {
      return KubeClients.fromKubeconfig(kubeconfig, null, settings);
    }
    return connection.kubeconfig().isEmpty()
        ? KubeClients.inCluster(settings)
        : KubeClients.fromKubeconfig(Path.of(connection.kubeconfig()), null, settings);
  }

  private Scheduler assemble(
      BerthConfig config, InstantSource clock, RandomGenerator random, Inbox inbox) {
    OwnSettings own = config.own();
    SchedulerAssembly assembly =
        new SchedulerAssembly(clock, random, new KubeBinder(clients.write()));
    List<ProfilePlugins> profiles = new ArrayList<>();
    for (Profile profile : config.profiles()) {
      profiles.add(
          PluginAssembly.assemble(
              profile, InTreeRegistry.get(), assembly.context(profile.schedulerName())));
    }
    OwnSettings.DecisionRecords records = own.decisionRecords();
    CycleListener listener =
        new CycleListeners(
            List.of(
                new DecisionLog(), new DecisionStore(records.recordBytes(), records.storeBytes())));
    return assembly.assemble(
        profiles,
        new QueueSettings(
            config.podInitialBackoff(),
            config.podMaxBackoff(),
            QueueSettings.DEFAULTS.maxUnschedulable()),
        new SchedulerAssembly.Decisions(
            EvaluationMode.FAST,
            own.deterministic() ? TieBreak.first() : TieBreak.random(random),
            records.storeBytes() == 0 ? Recording.OFF : Recording.ON),
        EnumSet.allOf(ObjectKind.class),
        bindings,
        inbox,
        writer,
        listener);
  }

  private static ClusterWatch watch(KubeClients clients, Inbox inbox, SplittableRandom random) {
    Interner interner = new Interner();
    UnknownFieldCounter unknownFields =
        new UnknownFieldCounter(
            (kind, path) ->
                LOG.warn(
                    "field {} of a {} is not known here and is passed over; said once",
                    path,
                    kind));
    return new ClusterWatch(
        clients,
        new PodDecoder(interner, unknownFields),
        new NodeDecoder(interner, unknownFields),
        inbox::post,
        WatchTiming.STANDARD,
        random);
  }

  /** Waits until the scheduler dies; a signal ends the process without coming back here. */
  int awaitDeath() throws InterruptedException {
    death.await();
    return ExitCode.INTERNAL.code();
  }

  /**
   * Ends the process with 0, where the JVM by itself would end it with 128 + the signal's number.
   */
  private void endBySignal() {
    if (closed.get()) {
      return;
    }
    LOG.info("stopping");
    close();
    Runtime.getRuntime().halt(ExitCode.OK.code());
  }

  /** No new changes, no new decisions; binds and writes under way get a moment to finish. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    watch.close();
    thread.close();
    bindings.close();
    writer.close(STATUS_GRACE);
    clients.close();
  }
}
