package dev.berth.cli;

import dev.berth.config.BerthConfig;
import dev.berth.config.OwnSettings;
import dev.berth.cycle.CycleListener;
import dev.berth.cycle.CycleListeners;
import dev.berth.cycle.KnownObjects;
import dev.berth.cycle.Listeners;
import dev.berth.cycle.Message;
import dev.berth.cycle.NewsListeners;
import dev.berth.explain.DecisionLog;
import dev.berth.explain.DecisionStore;
import dev.berth.explain.ExplainRoutes;
import dev.berth.extender.NodeKnowledge;
import dev.berth.http.Reply;
import dev.berth.http.Routes;
import dev.berth.kube.HostName;
import dev.berth.kube.KubeClient;
import dev.berth.kube.KubeClients;
import dev.berth.kube.bind.KubeBinder;
import dev.berth.kube.bind.KubeClaimWriter;
import dev.berth.kube.bind.KubeStatusWriter;
import dev.berth.kube.bind.KubeVolumeWriter;
import dev.berth.kube.events.KubeEvents;
import dev.berth.kube.extend.HttpExtenders;
import dev.berth.kube.watch.ClusterWatch;
import dev.berth.kube.watch.DriftCheck;
import dev.berth.metrics.BerthMetrics;
import dev.berth.queue.QueueSizes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A scheduler at work on a cluster, with everything that belongs to it: put together in the
 * constructor, begun in {@link #start}, taken apart in {@link #close}, each in numbered paragraphs.
 *
 * <p>Threading: any thread.
 */
final class RunningScheduler implements StopSignal.Stoppable {

  private static final Logger LOG = LoggerFactory.getLogger(RunningScheduler.class);

  private static final Duration STATUS_GRACE = Duration.ofSeconds(5);
  private static final Duration EVENTS_GRACE = Duration.ofSeconds(2);

  private final RunSettings settings;
  private final KubeClients clients;
  private final Candidacy candidacy;
  private final KubeStatusWriter status;
  private final KubeClaimWriter claims;
  private final KubeEvents events;
  private final HttpExtenders extenders;
  private final SchedulerCore core;
  private final ClusterWatch watch;
  private final DriftCheck drift;
  private final Health health;
  private final Routes routes;
  private final Callers callers;
  private final Routes facade;
  private volatile ServicePort port = ServicePort.NONE;
  private volatile ExtenderPort extenderPort = ExtenderPort.NONE;
  private volatile boolean complete;
  private final BlockingQueue<ExitCode> end = new ArrayBlockingQueue<>(1);
  private final AtomicBoolean closed = new AtomicBoolean();

  private RunningScheduler(
      RunSettings settings, KubeClients clients, BerthMetrics metrics, CycleListener onlooker) {
    BerthConfig config = settings.config();
    InstantSource clock = InstantSource.system();
    SplittableRandom random = random(config.own());
    this.settings = settings;
    this.clients = clients;

    // 1. Who may write.
    candidacy = new Candidacy(config.leaderElection(), clients.lease(), random.split());
    KubeClient writes = clients.write().writingWhile(candidacy::mayWrite);

    // 2. The ways out.
    status = new KubeStatusWriter(writes, clock, KubeStatusWriter.Limits.STANDARD);
    claims = new KubeClaimWriter(writes, clock, this::onSchedulerThread);
    KubeBinder binder = new KubeBinder(writes);
    extenders =
        new HttpExtenders(config.extenders(), binder::verdictOfReadBack, metrics.extenderCalls());
    SchedulerCore.Ports ports =
        new SchedulerCore.Ports(
            binder, new KubeVolumeWriter(writes), claims, status, extenders.all(), this::mayDecide);

    // 3. Who is told what happens.
    OwnSettings.DecisionRecords records = config.own().decisionRecords();
    DecisionStore decisions = new DecisionStore(records.recordBytes(), records.storeBytes());
    events =
        KubeEvents.start(
            clients.events(),
            HostName.get(),
            clock,
            random.split(),
            candidacy::mayWrite,
            metrics.eventOutcomes(),
            KubeEvents.Limits.STANDARD);
    CycleListeners listeners =
        new CycleListeners(
            List.of(new DecisionLog(), decisions, metrics.cycleListener(), events, onlooker));

    // 4. What decides, and how it hears of the cluster.
    core =
        new SchedulerCore(
            config,
            settings.maxUnschedulable(),
            ports,
            new Listeners(
                listeners,
                metrics.queueListener(),
                metrics.pointTimes(),
                new NewsListeners(List.of(metrics.pluginNews(), events))),
            random.split(),
            clock,
            settings.patience().lastBindings());
    metrics.follow(core.scheduler(), clock);
    watch =
        new ClusterFeed(config)
            .into(core.inbox(), clients, settings.patience().watch(), random.split());
    drift = new DriftCheck(watch, this::known, config.own().driftCheckInterval(), random.split());
    metrics.follow(watch, drift);

    // 5. What others may ask.
    health =
        new Health()
            .loop(core.watchdog())
            .election(candidacy)
            .lists(core.scheduler(), this::needsNoCache)
            .watches(watch, this::needsNoCache);
    if (candidacy.byElection()) {
      metrics.leadership(candidacy.lease(), candidacy::mayWrite);
    }
    Routes.Builder served = Routes.builder();
    health.mount(served);
    served.exact("GET", "/metrics", metrics.page());
    served.exact("GET", "/configz", _ -> Reply.json(200, config.effective().json()));
    new ExplainRoutes(decisions, core.scheduler(), config.profileNames(), candidacy::replica, clock)
        .mount(served);
    routes = served.build();
    callers = new Callers(settings.service().callers(), clients, metrics.requests());

    // 6. What kube-schedulers may ask. Every replica answers, so no lease stands behind a binding.
    facade =
        Facade.routes(
            config,
            core.scheduler(),
            new KubeBinder(clients.write()),
            NodeKnowledge.OF_THE_CLUSTER,
            settings.patience().facade(),
            health);
  }

  private static SplittableRandom random(OwnSettings own) {
    Long seed = own.seed();
    return seed == null ? new SplittableRandom() : new SplittableRandom(seed);
  }

  /**
   * Puts one together; it does nothing yet.
   *
   * @throws RuntimeException when configuration or environment are wrong, as {@link Failures} knows
   */
  static RunningScheduler of(RunSettings settings) {
    return of(settings, new CycleListener() {});
  }

  /**
   * The same with somebody who watches.
   *
   * @param onlooker told last; must be quick
   */
  static RunningScheduler of(RunSettings settings, CycleListener onlooker) {
    BerthMetrics metrics = new BerthMetrics();
    KubeClients clients =
        ClusterConnection.open(
            settings.config().clientConnection(),
            settings.cluster(),
            settings.patience(),
            metrics.requests());
    try {
      return new RunningScheduler(settings, clients, metrics, onlooker);
    } catch (RuntimeException wrong) {
      clients.close();
      throw wrong;
    }
  }

  /**
   * Starts scheduling; returns as soon as all is under way. The port takes the longest to open, so
   * lists and lease are asked for meanwhile.
   */
  @Override
  public void start() {
    core.start(_ -> end.offer(ExitCode.INTERNAL));
    if (!delaysCache()) {
      watch.start();
    }
    drift.start();
    candidacy.start(new AfterElection());
    port = ServicePort.open(settings.service(), callers, routes);
    extenderPort = ExtenderPort.open(settings.config().own().extender(), facade);
    complete = true;
    core.inbox().wake();
    LOG.info(
        settings.role() == RunSettings.Role.SCHEDULER
            ? "berth {} schedules for {} at {}"
            : "berth {} advises with {} at {}",
        BuildVersion.ofBerth(),
        settings.config().profileNames(),
        clients.server());
    if (settings.role() == RunSettings.Role.SCHEDULER) {
      settings.config().extenders().forEach(extender -> LOG.info("asks {}", extender));
    }
  }

  private void onSchedulerThread(Runnable task) {
    core.inbox().post(new Message.Question(task));
  }

  /** Nothing is decided before everything has started well. */
  private boolean mayDecide() {
    return complete && settings.role() == RunSettings.Role.SCHEDULER && candidacy.mayWrite();
  }

  private boolean needsNoCache() {
    return delaysCache() && candidacy.standsBy();
  }

  private boolean delaysCache() {
    return candidacy.byElection() && settings.config().delayCacheUntilActive();
  }

  private final class AfterElection implements Candidacy.Consequences {
    @Override
    public void leads() {
      if (delaysCache()) {
        watch.start();
      }
      core.inbox().wake();
    }

    @Override
    public void lost() {
      end.offer(ExitCode.NEGATIVE);
    }
  }

  @Override
  public ExitCode awaitEnd() throws InterruptedException {
    return end.take();
  }

  /** The port of the service; 0 when there is none. */
  int servicePort() {
    return port.number();
  }

  /** The port of the facade; 0 when there is none. */
  int extenderPort() {
    return extenderPort.number();
  }

  /** How many pods wait where. */
  QueueSizes queue() {
    return core.scheduler().queue().sizes();
  }

  /** Whether the first lists were read, and nothing that was told waits to be heard. */
  boolean isUpToDate() {
    return core.scheduler().isSynced() && core.inbox().depth() == 0;
  }

  /** The nodes and pods that it knows. */
  CompletableFuture<KnownObjects> known() {
    return core.inbox().ask(core.scheduler()::known);
  }

  @Override
  public boolean isClosed() {
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
    extenderPort.close();

    // 2. No new changes, no new decisions; bindings under way finish or are given up.
    drift.close();
    watch.close();
    core.close();
    extenders.close();

    // 3. What is still to be written.
    claims.close(STATUS_GRACE);
    status.close(STATUS_GRACE);
    events.close(EVENTS_GRACE);

    // 4. Another replica may go on.
    candidacy.close();

    // 5. Until here the health pages answer.
    port.close();
    callers.close();
    clients.close();
  }
}
