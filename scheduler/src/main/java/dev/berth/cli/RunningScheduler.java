package dev.berth.cli;

import dev.berth.config.BerthConfig;
import dev.berth.config.OwnSettings;
import dev.berth.config.Profile;
import dev.berth.cycle.CycleListeners;
import dev.berth.cycle.Listeners;
import dev.berth.explain.DecisionLog;
import dev.berth.explain.DecisionStore;
import dev.berth.explain.ExplainRoutes;
import dev.berth.explain.Replica;
import dev.berth.http.Routes;
import dev.berth.kube.HostName;
import dev.berth.kube.KubeClients;
import dev.berth.kube.access.ReviewAccess;
import dev.berth.kube.bind.KubeBinder;
import dev.berth.kube.bind.KubeStatusWriter;
import dev.berth.kube.events.KubeEvents;
import dev.berth.kube.lease.Leadership;
import dev.berth.kube.lease.ReplicaIdentity;
import dev.berth.kube.watch.ClusterWatch;
import dev.berth.metrics.BerthMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A scheduler at work on a cluster, with everything that belongs to it: put together in the
 * constructor, begun in {@link #start}, taken apart in {@link #close}, each in numbered paragraphs.
 *
 * <p>Threading: any thread.
 */
final class RunningScheduler implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunningScheduler.class);

  private static final Duration STATUS_GRACE = Duration.ofSeconds(5);
  private static final Duration EVENTS_GRACE = Duration.ofSeconds(2);

  private final KubeClients clients;
  private final KubeStatusWriter status;
  private final KubeEvents events;
  private final SchedulerCore core;
  private final ClusterWatch watch;
  private final Health health;
  private final ServicePort port;
  private final BlockingQueue<ExitCode> end = new ArrayBlockingQueue<>(1);
  private final AtomicBoolean closed = new AtomicBoolean();

  private RunningScheduler(RunSettings settings, KubeClients clients) {
    BerthConfig config = settings.config();
    InstantSource clock = InstantSource.system();
    SplittableRandom random = random(config.own());
    this.clients = clients;

    // 1. The ways out.
    status = new KubeStatusWriter(clients.write(), clock, KubeStatusWriter.Limits.STANDARD);
    SchedulerCore.Ports ports = new SchedulerCore.Ports(new KubeBinder(clients.write()), status);

    // 2. Who is told what happens.
    BerthMetrics metrics = new BerthMetrics();
    OwnSettings.DecisionRecords records = config.own().decisionRecords();
    DecisionStore decisions = new DecisionStore(records.recordBytes(), records.storeBytes());
    events =
        KubeEvents.start(
            clients.events(),
            HostName.get(),
            clock,
            random.split(),
            Leadership.uncontested(),
            metrics.eventOutcomes(),
            KubeEvents.Limits.STANDARD);
    CycleListeners listeners =
        new CycleListeners(List.of(new DecisionLog(), decisions, metrics.cycleListener(), events));

    // 3. What decides, and how it hears of the cluster.
    core =
        new SchedulerCore(
            config,
            ports,
            new Listeners(listeners, metrics.queueListener(), metrics.pointTimes()),
            random.split(),
            clock);
    metrics.follow(core.scheduler(), clock);
    watch = ClusterFeed.into(core.inbox(), clients, random.split());

    // 4. What others may ask.
    health = new Health().loop(core.watchdog()).lists(core.scheduler());
    Routes.Builder routes = Routes.builder();
    health.mount(routes);
    routes.exact("GET", "/metrics", metrics.page());
    Replica alone = Replica.alone(ReplicaIdentity.onThisHost(UUID.randomUUID()));
    new ExplainRoutes(decisions, core.scheduler(), names(config), () -> alone, clock).mount(routes);
    port = ServicePort.open(settings.service(), new ReviewAccess(clients.write()), routes.build());
  }

  private static List<String> names(BerthConfig config) {
    return config.profiles().stream().map(Profile::schedulerName).toList();
  }

  private static SplittableRandom random(OwnSettings own) {
    Long seed = own.seed();
    return seed == null ? new SplittableRandom() : new SplittableRandom(seed);
  }

  /** Starts scheduling; returns at once. */
  static RunningScheduler start(RunSettings settings) {
    BerthConfig config = settings.config();
    KubeClients clients = ClusterConnection.open(config.clientConnection(), settings.kubeconfig());
    RunningScheduler running;
    try {
      running = new RunningScheduler(settings, clients);
    } catch (RuntimeException wrong) {
      clients.close();
      throw wrong;
    }
    LOG.info(
        "berth {} schedules for {} at {}", BuildVersion.ofBerth(), names(config), clients.server());
    running.begin();
    return running;
  }

  private void begin() {
    core.start(thrown -> end.offer(ExitCode.INTERNAL));
    watch.start();
  }

  /** Waits until it ends by itself; a signal ends the process without coming back here. */
  ExitCode awaitEnd() throws InterruptedException {
    return end.take();
  }

  /** The port of the service; 0 when there is none. */
  int servicePort() {
    return port.number();
  }

  boolean isClosed() {
    return closed.get();
  }

  /** Takes everything apart; what is under way gets a bounded time to finish. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }

    // 1. Nobody should count on us any more.
    health.stopping();

    // 2. No new changes, no new decisions; bindings under way finish or are given up.
    watch.close();
    core.close();

    // 3. What is still to be written.
    status.close(STATUS_GRACE);
    events.close(EVENTS_GRACE);

    // 4. Until here the health pages answer.
    port.close();
    clients.close();
  }
}
