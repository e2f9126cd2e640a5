package dev.berth.kube.watch;

import dev.berth.cycle.KnownObjects;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares, every few minutes and off the scheduling path, what the scheduler knows of pods and
 * nodes with what the server has, and heals the difference.
 *
 * <p>A single event that a server, proxy or client loses would otherwise mislead decisions until
 * the object changes again (kubernetes/kubernetes issue 94437).
 *
 * <p>Threading: any thread; works on a thread of its own.
 */
public final class DriftCheck implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DriftCheck.class);

  private final List<KindDrift<?>> kinds;
  private final Duration interval;
  private final RandomGenerator random;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;

  /**
   * A check that has not begun.
   *
   * @param owner asks the scheduler what it knows
   * @param interval from one comparison to the next, a fifth more or less; zero for none
   * @param random spreads the comparisons of several replicas
   */
  public DriftCheck(
      ClusterWatch watch,
      Supplier<CompletableFuture<KnownObjects>> owner,
      Duration interval,
      RandomGenerator random) {
    this.kinds = watch.compared(owner);
    this.interval = interval;
    this.random = random;
    this.thread = Thread.ofPlatform().daemon().name("drift-check").unstarted(this::run);
  }

  public void start() {
    if (!interval.isZero()) {
      thread.start();
    }
  }

  /** What was found until now. */
  public List<DriftCounts> counts() {
    return kinds.stream().map(KindDrift::counts).toList();
  }

  private void run() {
    try {
      while (!stopped.await(nextWaitNanos(), TimeUnit.NANOSECONDS)) {
        checkAll();
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private long nextWaitNanos() {
    return (long) (interval.toNanos() * (0.8 + 0.4 * random.nextDouble()));
  }

  void checkAll() throws InterruptedException {
    for (KindDrift<?> kind : kinds) {
      check(kind);
    }
  }

  private static void check(KindDrift<?> kind) throws InterruptedException {
    String resource = kind.counts().resource();
    try {
      kind.check();
    } catch (IOException e) {
      LOG.info("{}: not compared with the server this time: {}", resource, e.getMessage());
    } catch (TimeoutException e) {
      LOG.info("{}: not compared with the server this time: nothing came for too long", resource);
    } catch (RuntimeException e) { // the edge of the thread
      LOG.error("{}: comparing them with the server failed. Please report this.", resource, e);
    }
  }

  /** Ends a comparison that is under way. */
  @Override
  public void close() {
    stopped.countDown();
    thread.interrupt();
  }
}
