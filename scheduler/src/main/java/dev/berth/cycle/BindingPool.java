package dev.berth.cycle;

import dev.berth.framework.BindPlugin;
import dev.berth.framework.ExternalExtender;
import dev.berth.framework.PreBindPlugin;
import dev.berth.framework.Status;
import dev.berth.framework.TimedPoint;
import dev.berth.pipeline.PluginTimes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs PreBind and Bind, by an extender where one binds the pod, one virtual thread per pod and a
 * bounded number at once; the outcome goes to the Inbox, always.
 *
 * <p>Mirrors {@code RunPreBindPlugins} and {@code RunBindPlugins}, {@code
 * pkg/scheduler/framework/runtime/framework.go}, Kubernetes 1.36.3; PreBind plugins run one after
 * the other. Threading: any thread.
 */
public final class BindingPool implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BindingPool.class);

  /** For what is in flight when a pool is closed. */
  public static final Duration STANDARD_GRACE = Duration.ofSeconds(5);

  private static final String STOPPING = "the scheduler is stopping";

  /** Where the pod that this thread binds has its place from. */
  private static final ScopedValue<Semaphore> PLACE = ScopedValue.newInstance();

  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("bind-", 0).factory());
  private final Semaphore slots;
  private final Inbox inbox;
  private final Duration grace;

  /**
   * A pool without work.
   *
   * @param maxInFlight pods that may be between hand-over and outcome with a request open
   */
  public BindingPool(int maxInFlight, Inbox inbox) {
    this(maxInFlight, inbox, STANDARD_GRACE);
  }

  /**
   * The same.
   *
   * @param grace how long {@link #close} waits for what is in flight
   */
  public BindingPool(int maxInFlight, Inbox inbox, Duration grace) {
    if (maxInFlight < 1) {
      throw new IllegalArgumentException(
          "maxInFlight is " + maxInFlight + ". Maybe 64: at least one bind must be possible.");
    }
    this.slots = new Semaphore(maxInFlight);
    this.inbox = inbox;
    this.grace = grace;
  }

  void start(Placement placement, List<PreBindPlugin> preBind) {
    try {
      threads.execute(() -> finished(placement, carryOut(placement, preBind)));
    } catch (RejectedExecutionException closed) {
      finished(placement, Status.error(STOPPING));
    }
  }

  private void finished(Placement placement, Status outcome) {
    inbox.post(new Message.BindingFinished(placement.uid(), outcome));
  }

  /** Something that takes its time. */
  @FunctionalInterface
  interface Pause<T> {
    T take() throws InterruptedException, ExecutionException, TimeoutException;
  }

  /**
   * Takes a pause on a thread of a pool without counting among its bindings in flight: what a pod
   * waits for may take minutes, and others are to be bound meanwhile.
   */
  static <T> T withoutPlace(Pause<T> pause)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (!PLACE.isBound()) {
      return pause.take();
    }
    Semaphore slots = PLACE.get();
    slots.release();
    try {
      return pause.take();
    } finally {
      slots.acquireUninterruptibly();
    }
  }

  private Status carryOut(Placement placement, List<PreBindPlugin> preBind) {
    try {
      slots.acquire();
      try {
        return ScopedValue.where(PLACE, slots).call(() -> run(placement, preBind));
      } finally {
        slots.release();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Status.error(STOPPING);
    } catch (Throwable thrown) { // the edge of the thread: an outcome must be posted
      LOG.error("binding pod {} threw", placement.pod().key(), thrown);
      return Status.error(thrown);
    }
  }

  private static Status run(Placement placement, List<PreBindPlugin> preBind)
      throws InterruptedException {
    long preBindStart = System.nanoTime();
    Status ready = preBind(placement, preBind);
    placement.took(TimedPoint.PRE_BIND, ready, preBindStart);
    if (!ready.isSuccess()) {
      return ready;
    }
    long bindStart = System.nanoTime();
    Status bound = bind(placement);
    placement.took(TimedPoint.BIND, bound, bindStart);
    return bound;
  }

  private static Status preBind(Placement placement, List<PreBindPlugin> preBind)
      throws InterruptedException {
    for (PreBindPlugin plugin : preBind) {
      long start = PluginTimes.start(placement.state());
      Status status = plugin.preBind(placement.state(), placement.pod(), placement.nodeName());
      placement.took(TimedPoint.PRE_BIND, plugin, status, start);
      if (!status.isSuccess()) {
        return PlacementPlugins.failure("PreBind", plugin, status);
      }
    }
    return Status.success();
  }

  /** An extender's error is the last word, unless it may fail. */
  private static Status bind(Placement placement) throws InterruptedException {
    for (ExternalExtender extender : placement.binders()) {
      Status status = extender.bind(placement.pod(), placement.nodeName());
      if (status.isSuccess() || !extender.isIgnorable()) {
        return status;
      }
      LOG.debug("extender {} did not bind: {}", extender.name(), status.message());
    }
    return bindByPlugins(placement);
  }

  private static Status bindByPlugins(Placement placement) throws InterruptedException {
    for (BindPlugin plugin : placement.plugins().commitment().bind()) {
      long start = PluginTimes.start(placement.state());
      Status status = plugin.bind(placement.state(), placement.pod(), placement.nodeName());
      placement.took(TimedPoint.BIND, plugin, status, start);
      if (!(status instanceof Status.Skip)) {
        return status.isSuccess() ? status : PlacementPlugins.failure("Bind", plugin, status);
      }
    }
    return Status.error("every bind plugin skipped the pod. Maybe DefaultBinder is not enabled.");
  }

  /** Waits a little for what is in flight, then interrupts it; outcomes are posted either way. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException stopped) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
