package dev.berth.kube.events;

import dev.berth.cycle.AttemptEnd;
import dev.berth.cycle.CycleListener;
import dev.berth.framework.PluginNews;
import dev.berth.kube.KubeClient;
import dev.berth.kube.lease.Leadership;
import dev.berth.model.PodInfo;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells in events what becomes of pods: bound, not scheduled and why, not tried, waiting for their
 * devices.
 *
 * <p>The loop only puts an event into the queue; virtual threads bring it to the API server over a
 * client of their own. When too many wait, the newest is dropped and counted. Mirrors what {@code
 * schedule_one.go} records and how {@code client-go/tools/events} sends it, Kubernetes 1.36.3; its
 * queue of 1,000 has an unbounded number of goroutines behind it, ours is all there is.
 *
 * <p>Threading: the listener to the loop on the scheduler thread; everything else any thread.
 */
public final class KubeEvents implements CycleListener, PluginNews, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KubeEvents.class);
  private static final int MAX_TRIES = 12;
  private static final double JITTER = 0.25;
  private static final Duration FINISH_INTERVAL = Duration.ofMinutes(6);
  private static final int FINISHES_PER_REFRESH = 5; // every 30 minutes

  /**
   * How much may be under way.
   *
   * @param waiting events between being told and their outcome
   * @param inFlight requests at once
   * @param seriesBytes what to remember of events that may happen again
   * @param pause before an event is tried again, or up to a quarter longer
   */
  public record Limits(int waiting, int inFlight, long seriesBytes, Duration pause) {
    public static final Limits STANDARD = new Limits(10_000, 16, 8 << 20, Duration.ofSeconds(10));

    public Limits {
      if (waiting < 1 || inFlight < 1 || seriesBytes < 0 || pause.isNegative()) {
        throw new IllegalArgumentException(
            "limits are %d waiting, %d in flight, %d bytes, a pause of %s. Maybe %s."
                .formatted(waiting, inFlight, seriesBytes, pause, STANDARD));
      }
    }
  }

  private final InstantSource clock;
  private final Leadership leadership;
  private final EventOutcomes outcomes;
  private final RandomGenerator random; // guarded by itself
  private final Limits limits;
  private final EventSource source;
  private final SeriesTable series;
  private final EventSender sender;

  private final DelayQueue<Outgoing> queue = new DelayQueue<>();
  private final Semaphore room;
  private final AtomicLong numbers = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  private KubeEvents(
      KubeClient client,
      String host,
      InstantSource clock,
      RandomGenerator random,
      Leadership leadership,
      EventOutcomes outcomes,
      Limits limits) {
    this.clock = clock;
    this.leadership = leadership;
    this.outcomes = outcomes;
    this.random = random;
    this.limits = limits;
    this.source = new EventSource(clock);
    this.series = new SeriesTable(limits.seriesBytes());
    this.sender = new EventSender(client, new EventJson(host));
    this.room = new Semaphore(limits.waiting());
  }

  /**
   * Events of a scheduler that is about to start.
   *
   * @param client for events alone
   * @param host the name of the machine or pod, which the events show
   * @param random for the pauses between tries
   * @param leadership asked before each write
   */
  public static KubeEvents start(
      KubeClient client,
      String host,
      InstantSource clock,
      RandomGenerator random,
      Leadership leadership,
      EventOutcomes outcomes,
      Limits limits) {
    KubeEvents events = new KubeEvents(client, host, clock, random, leadership, outcomes, limits);
    for (int i = 0; i < limits.inFlight(); i++) {
      events.threads.add(Thread.ofVirtual().name("event-" + i).start(events::sendAll));
    }
    events.threads.add(Thread.ofVirtual().name("event-series").start(events::tendSeries));
    return events;
  }

  // ---- what the loop says ----------------------------------------------------------------------

  @Override
  public void bound(PodInfo pod, String nodeName) {
    String note = "Successfully assigned " + pod.key() + " to " + nodeName;
    enter(new EventWrite(source.of(EventKind.SCHEDULED, pod, note), null));
  }

  @Override
  public void ended(AttemptEnd end) {
    if (end.outcome() != AttemptEnd.Outcome.SCHEDULED) {
      failed(end.pod(), Note.of(end.message()));
    }
  }

  @Override
  public void skipped(PodInfo pod) {
    failed(pod, "skip schedule deleting pod: " + pod.key());
  }

  @Override
  public void waitsForDevices(PodInfo pod, String nodeName) {
    repeatable(
        EventKind.BINDING_CONDITIONS_PENDING,
        pod,
        "waiting for binding conditions for device on node " + nodeName);
  }

  private void failed(PodInfo pod, String note) {
    repeatable(EventKind.FAILED_SCHEDULING, pod, note);
  }

  private void repeatable(EventKind kind, PodInfo pod, String note) {
    PodEvent event = source.of(kind, pod, note);
    EventWrite write = series.observe(event);
    if (write != null && !enter(write)) {
      series.forget(write.event());
    }
  }

  // ---- the queue -------------------------------------------------------------------------------

  private boolean enter(EventWrite write) {
    if (closed) {
      outcomes.dropped(EventOutcomes.Drop.STOPPING);
      return false;
    }
    if (!room.tryAcquire()) {
      outcomes.dropped(EventOutcomes.Drop.QUEUE_FULL);
      return false;
    }
    queue.add(new Outgoing(numbers.getAndIncrement(), write, 0, System.nanoTime()));
    return true;
  }

  private void sendAll() {
    try {
      while (true) {
        send(queue.take());
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(Outgoing next) throws InterruptedException {
    boolean over = true;
    try {
      over = trySend(next);
    } catch (RuntimeException | Error thrown) { // the edge of the thread
      LOG.error("the event {} failed. Please report this.", next.write().event().name(), thrown);
      outcomes.failed();
    } finally {
      if (over) {
        room.release();
      }
    }
  }

  /** False when it waits again. */
  private boolean trySend(Outgoing next) throws InterruptedException {
    if (!leadership.isHeld()) {
      outcomes.dropped(EventOutcomes.Drop.NOT_LEADING);
      return true;
    }
    switch (sender.send(next.write())) {
      case SENT -> outcomes.sent();
      case REFUSED -> outcomes.failed();
      case NAMESPACE_GONE -> outcomes.dropped(EventOutcomes.Drop.NAMESPACE_GONE);
      case TRY_LATER -> {
        return !enterAgain(next);
      }
    }
    return true;
  }

  private boolean enterAgain(Outgoing tried) {
    int tries = tried.tries() + 1;
    if (tries >= MAX_TRIES) {
      outcomes.failed();
      return false;
    }
    if (closed) {
      outcomes.dropped(EventOutcomes.Drop.STOPPING);
      return false;
    }
    long due = System.nanoTime() + pauseNanos();
    queue.add(new Outgoing(numbers.getAndIncrement(), tried.write(), tries, due));
    return true;
  }

  private long pauseNanos() {
    synchronized (random) {
      return (long) (limits.pause().toNanos() * (1 + JITTER * random.nextDouble()));
    }
  }

  // ---- series ----------------------------------------------------------------------------------

  private void tendSeries() {
    try {
      for (int round = 1; ; round++) {
        Thread.sleep(FINISH_INTERVAL);
        series.finish(TimeUnit.MILLISECONDS.toMicros(clock.millis())).forEach(this::enter);
        if (round % FINISHES_PER_REFRESH == 0) {
          series.refresh().forEach(this::enter);
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  // ---- the end ---------------------------------------------------------------------------------

  /** Takes no more events, gives those that have not failed yet a moment, then ends. */
  public void close(Duration patience) {
    closed = true;
    dropWaiting(outgoing -> outgoing.tries() > 0);
    try {
      if (room.tryAcquire(limits.waiting(), patience.toMillis(), TimeUnit.MILLISECONDS)) {
        room.release(limits.waiting());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    dropWaiting(outgoing -> true);
    threads.forEach(Thread::interrupt);
  }

  private void dropWaiting(Predicate<Outgoing> which) {
    for (Outgoing outgoing : List.copyOf(queue)) {
      if (which.test(outgoing) && queue.remove(outgoing)) {
        outcomes.dropped(EventOutcomes.Drop.STOPPING);
        room.release();
      }
    }
  }

  /** Ends at once. */
  @Override
  public void close() {
    close(Duration.ZERO);
  }
}
