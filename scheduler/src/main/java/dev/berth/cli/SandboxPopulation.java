package dev.berth.cli;

import dev.berth.sandbox.demo.Arrival;
import dev.berth.sandbox.demo.DemoCluster;
import dev.berth.sandbox.demo.Expectation;
import dev.berth.sandbox.demo.Workload;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.objects.StatusException;
import dev.berth.sandbox.registry.Registry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the nodes of the demo and then its pods, each at its time, on a thread of its own.
 *
 * <p>Threading: any thread; what changes is volatile and written by that one thread.
 */
final class SandboxPopulation implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SandboxPopulation.class);
  private static final int CONFLICT = 409;

  private final Registry registry;
  private final SandboxSettings.Contents contents;
  private final String scheduler;
  private final List<Arrival> arrivals;
  private final Thread thread;
  private volatile int come;
  private volatile long firstPodNanos;
  private volatile boolean complete;
  private volatile @Nullable RuntimeException failure;

  private SandboxPopulation(
      Registry registry, SandboxSettings.Contents contents, String scheduler) {
    this.registry = registry;
    this.contents = contents;
    this.scheduler = scheduler;
    this.arrivals =
        Workload.of(contents.nodes(), contents.pods(), contents.arriveWithin(), contents.seed());
    this.thread = Thread.ofPlatform().daemon().name("sandbox-population").unstarted(this::run);
  }

  /**
   * Begins.
   *
   * @param scheduler whom the pods choose
   */
  static SandboxPopulation start(
      Registry registry, SandboxSettings.Contents contents, String scheduler) {
    SandboxPopulation population = new SandboxPopulation(registry, contents, scheduler);
    population.thread.start();
    return population;
  }

  private void run() {
    try {
      create();
      complete = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void create() throws InterruptedException {
    registry.create(
        Kinds.PRIORITY_CLASS, "", DemoCluster.priorityClass(), Registry.WriteOptions.NONE);
    DemoCluster.nodes(contents.nodes(), Instant.now())
        .forEach(node -> registry.create(Kinds.NODE, "", node, Registry.WriteOptions.NONE));
    long start = System.nanoTime();
    firstPodNanos = start;
    for (int index = 0; index < arrivals.size(); index++) {
      Arrival arrival = arrivals.get(index);
      sleepUntil(start, arrival.at());
      create(arrival);
      come = index + 1;
    }
  }

  private static void sleepUntil(long startNanos, Duration after) throws InterruptedException {
    long left = startNanos + after.toNanos() - System.nanoTime();
    if (left > 0) {
      TimeUnit.NANOSECONDS.sleep(left);
    } else if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private void create(Arrival arrival) {
    try {
      registry.create(
          Kinds.POD, Arrival.NAMESPACE, arrival.tree(scheduler), Registry.WriteOptions.NONE);
    } catch (StatusException e) {
      if (e.code() != CONFLICT) {
        throw e;
      }
      LOG.warn("somebody else has made pod {} already", arrival.name());
    }
  }

  /** Pods that do not exist yet. */
  int coming() {
    return arrivals.size() - come;
  }

  /**
   * Whether all is there.
   *
   * @throws RuntimeException when it never will
   */
  boolean isComplete() {
    RuntimeException why = failure;
    if (why != null) {
      throw why;
    }
    return complete;
  }

  /** When the first pod was made, of {@link System#nanoTime}; 0 before. */
  long firstPodNanos() {
    return firstPodNanos;
  }

  /** What must become of whom. */
  Map<ObjectKey, Expectation> expected() {
    Map<ObjectKey, Expectation> expected = new HashMap<>();
    arrivals.forEach(
        arrival ->
            expected.put(new ObjectKey(Arrival.NAMESPACE, arrival.name()), arrival.expected()));
    return expected;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
