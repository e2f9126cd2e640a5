package dev.berth.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A listener's timer of which a test says when a time is over, so that no test has to be faster
 * than one. Connections have to be closed before such a listener, whose idle ones stay.
 *
 * <p>Threading: any thread; {@code this} guards everything.
 */
final class HandTimer extends AbstractLifeCycle implements Scheduler {
  private final ScheduledExecutorScheduler real = new ScheduledExecutorScheduler("hand", true);
  private final List<Held> held = new ArrayList<>();
  private boolean runsByItself;

  /** Something that waits for its time. */
  final class Held implements Scheduler.Task {
    private final Runnable task;
    private final Duration delay;

    private Held(Runnable task, Duration delay) {
      this.task = task;
      this.delay = delay;
    }

    @Override
    public boolean cancel() {
      return takeOut(this);
    }

    /** Its time has come; it happens unless it was given up before. */
    void run() {
      if (takeOut(this)) {
        task.run();
      }
    }
  }

  @Override
  public synchronized Task schedule(Runnable task, long delay, TimeUnit units) {
    if (runsByItself) {
      return real.schedule(task, delay, units);
    }
    Held each = new Held(task, Duration.of(delay, units.toChronoUnit()));
    held.add(each);
    notifyAll();
    return each;
  }

  private synchronized boolean takeOut(Held each) {
    return held.remove(each);
  }

  /** What waits for that long, the longest held if there are some; waits until there is one. */
  synchronized Held await(Duration delay) throws InterruptedException {
    long end = System.nanoTime() + Client.PATIENCE.toNanos();
    while (true) {
      for (Held each : held) {
        if (each.delay.equals(delay)) {
          return each;
        }
      }
      assertThat(System.nanoTime()).as("nothing waits for %s", delay).isLessThan(end);
      wait(100);
    }
  }

  /** Nothing waits for its time. */
  synchronized boolean isIdle() {
    return held.isEmpty();
  }

  /** From now on time passes as it does, for what is held too. */
  synchronized void letGo() {
    runsByItself = true;
    held.forEach(each -> real.schedule(each.task, each.delay.toMillis(), TimeUnit.MILLISECONDS));
    held.clear();
  }

  @Override
  protected void doStart() throws Exception {
    real.start();
  }

  @Override
  protected void doStop() throws Exception {
    real.stop();
  }
}
