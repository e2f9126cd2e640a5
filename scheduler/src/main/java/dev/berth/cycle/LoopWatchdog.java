package dev.berth.cycle;

import dev.berth.framework.ProfilePlugins;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a second whether the loop still turns, and says in the log what it hangs in: the
 * plugin and its method where there is one, and the stack of the scheduler thread.
 *
 * <p>Time is counted in looks of its own, not on a clock: a process that was stopped and goes on,
 * or a clock that jumps, is not taken for a loop that hangs.
 *
 * <pre>
 *   turns --- 10 looks without a turn ---> late (not ready) --- 60 ---> dead (not alive)
 *     ^------------- a turn --------------------/-------------------------/
 * </pre>
 *
 * <p>Threading: any thread; one of its own looks.
 */
public final class LoopWatchdog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoopWatchdog.class);

  /** A loop that has not turned for so long is not ready. An idle one turns each second. */
  public static final Duration LATE_AFTER = Duration.ofSeconds(10);

  /** A loop that has not turned for so long will not come back: the process should be restarted. */
  public static final Duration DEAD_AFTER = Duration.ofSeconds(60);

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final LongSupplier lastTurn;
  private final PlaceInLoop places;
  private final CountDownLatch closed = new CountDownLatch(1);

  private long seenTurn; // the looking thread only
  private long nextReport = LATE_AFTER.toSeconds(); // the looking thread only
  private volatile long looksWithoutTurn;
  private volatile String place = "";

  /** A watchdog that does not look yet. */
  public LoopWatchdog(Scheduler scheduler, Collection<ProfilePlugins> plugins) {
    this(scheduler::lastTurnMillis, new PlaceInLoop(plugins));
  }

  LoopWatchdog(LongSupplier lastTurn, PlaceInLoop places) {
    this.lastTurn = lastTurn;
    this.places = places;
    this.seenTurn = lastTurn.getAsLong();
  }

  /** Looks at that thread until it is closed. */
  public void watch(SchedulerThread thread) {
    Thread.ofPlatform().name("loop-watchdog").daemon().start(() -> look(thread));
  }

  private void look(SchedulerThread thread) {
    try {
      while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        look(thread::stack);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (Throwable thrown) { // the edge of the thread
      LOG.error("nobody watches the loop any more. Please report this.", thrown);
    }
  }

  /** One look. */
  void look(Supplier<List<StackTraceElement>> stack) {
    long turn = lastTurn.getAsLong();
    if (turn != seenTurn) {
      turned(turn);
      return;
    }
    long looks = looksWithoutTurn + 1;
    if (looks >= nextReport) {
      List<StackTraceElement> now = stack.get();
      place = places.of(now);
      LOG.error("{}; its stack:\n{}", describe(looks), text(now));
      nextReport = looks * 2;
    }
    looksWithoutTurn = looks;
  }

  private void turned(long turn) {
    seenTurn = turn;
    if (looksWithoutTurn >= LATE_AFTER.toSeconds()) {
      LOG.warn("the scheduler thread turns again after {} s", looksWithoutTurn);
    }
    looksWithoutTurn = 0;
    nextReport = LATE_AFTER.toSeconds();
  }

  private static String text(List<StackTraceElement> stack) {
    return stack.stream().map(frame -> "\tat " + frame).collect(Collectors.joining("\n"));
  }

  private String describe(long looks) {
    return "the scheduler thread has not turned for "
        + looks
        + " s"
        + (place.isEmpty() ? "" : "; it was in " + place);
  }

  /** What is wrong when the loop has not turned for that time or longer; null when it has. */
  public @Nullable String problem(Duration atLeast) {
    long looks = looksWithoutTurn;
    return looks >= atLeast.toSeconds() ? describe(looks) : null;
  }

  /** Looks no more. */
  @Override
  public void close() {
    closed.countDown();
  }
}
