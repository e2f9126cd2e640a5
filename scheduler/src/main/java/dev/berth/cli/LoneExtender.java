package dev.berth.cli;

import dev.berth.config.BerthConfig;
import dev.berth.cycle.BindingPool;
import dev.berth.cycle.CycleListener;
import dev.berth.cycle.CycleListeners;
import dev.berth.cycle.Listeners;
import dev.berth.cycle.Message;
import dev.berth.cycle.ObjectKind;
import dev.berth.extender.ExtenderPatience;
import dev.berth.extender.NodeKnowledge;
import dev.berth.framework.Binder;
import dev.berth.framework.NoClaimWriter;
import dev.berth.framework.NoVolumeWriter;
import dev.berth.framework.Status;
import dev.berth.framework.StatusWriter;
import dev.berth.http.Routes;
import dev.berth.model.PodInfo;
import dev.berth.queue.QueueSettings;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An extender that knows of the cluster only what is in each request.
 *
 * <p>What a pod needs of other kinds cannot be known here, so such pods are refused with that said.
 * Threading: any thread.
 */
final class LoneExtender implements StopSignal.Stoppable {
  private static final String NO_CLUSTER =
      "this extender runs without a cluster. Maybe start it without --without-cluster?";

  /** Nothing is bound. */
  private static final Binder BINDER = (pod, node) -> Status.error(NO_CLUSTER);

  /** Nothing is ever said about a pod. */
  private static final StatusWriter SILENT =
      new StatusWriter() {
        @Override
        public void notScheduled(
            PodInfo pod, Reason reason, String message, @Nullable String nominatedNode) {}

        @Override
        public void expectedNode(PodInfo pod, String nodeName) {}
      };

  private final BerthConfig config;
  private final SchedulerCore core;
  private final Routes facade;
  private final Health health;
  private volatile ExtenderPort port = ExtenderPort.NONE;
  private final BlockingQueue<ExitCode> end = new ArrayBlockingQueue<>(1);
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Puts one together; it does nothing yet. */
  LoneExtender(BerthConfig config) {
    this(config, ExtenderPatience.WITHOUT_NEWS);
  }

  /** The same, with another patience. */
  LoneExtender(BerthConfig config, ExtenderPatience patience) {
    this.config = config;
    this.core =
        new SchedulerCore(
            config,
            QueueSettings.DEFAULTS.maxUnschedulable(),
            new SchedulerCore.Ports(
                BINDER, new NoVolumeWriter(), new NoClaimWriter(), SILENT, List.of(), () -> false),
            Listeners.of(new CycleListeners(List.<CycleListener>of())),
            new SplittableRandom(),
            InstantSource.system(),
            BindingPool.STANDARD_GRACE);
    this.health = new Health().loop(core.watchdog());
    this.facade =
        Facade.routes(
            config, core.scheduler(), BINDER, NodeKnowledge.OF_THE_REQUEST, patience, health);
  }

  /** Begins to answer. */
  @Override
  public void start() {
    for (ObjectKind kind : ObjectKind.values()) {
      core.inbox()
          .post(
              kind == ObjectKind.NODES || kind == ObjectKind.PODS
                  ? new Message.ListComplete(kind)
                  : new Message.KindMissing(kind, NO_CLUSTER));
    }
    core.start(_ -> end.offer(ExitCode.INTERNAL));
    port = ExtenderPort.open(config.own().extender(), facade);
  }

  /** The port of the facade. */
  int port() {
    return port.number();
  }

  @Override
  public ExitCode awaitEnd() throws InterruptedException {
    return end.take();
  }

  @Override
  public boolean isClosed() {
    return closed.get();
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      health.stopping();
      port.close();
      core.close();
    }
  }
}
