package dev.berth.cycle;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The platform thread that turns a {@link Scheduler} until it is closed.
 *
 * <p>Whatever escapes a turn ends the thread loudly: it is logged and given to {@code onDeath},
 * which should end the process; a loop whose state may be half changed does not go on. Threading:
 * any thread starts and closes it.
 */
public final class SchedulerThread implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SchedulerThread.class);
  private static final Duration JOIN = Duration.ofSeconds(10);

  private final Scheduler scheduler;
  private final Consumer<Throwable> onDeath;
  private final Thread thread;
  private volatile boolean stopping;

  private SchedulerThread(Scheduler scheduler, Consumer<Throwable> onDeath) {
    this.scheduler = scheduler;
    this.onDeath = onDeath;
    this.thread = Thread.ofPlatform().name("scheduler").unstarted(this::run);
  }

  public static SchedulerThread start(Scheduler scheduler, Consumer<Throwable> onDeath) {
    SchedulerThread started = new SchedulerThread(scheduler, onDeath);
    started.thread.start();
    return started;
  }

  private void run() {
    try {
      while (!stopping) {
        if (!scheduler.step()) {
          scheduler.inbox().await(scheduler.idleFor());
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (Throwable death) { // the edge of the thread
      LOG.error("the scheduler thread died", death);
      onDeath.accept(death);
    }
  }

  /** What the thread is doing; empty when it has ended. */
  List<StackTraceElement> stack() {
    return List.of(thread.getStackTrace());
  }

  /** Lets the turn under way finish and ends the thread. */
  @Override
  public void close() {
    stopping = true;
    scheduler.inbox().wake();
    try {
      if (!thread.join(JOIN)) {
        LOG.error("the scheduler thread did not stop within {}", JOIN);
        thread.interrupt();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
