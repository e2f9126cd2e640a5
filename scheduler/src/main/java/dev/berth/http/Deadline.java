package dev.berth.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Interrupts the thread that made it when its time is over, unless it was closed before.
 *
 * <p>Threading: any thread expires it, its own thread does the rest; {@code this} guards the state.
 */
final class Deadline implements AutoCloseable {

  private enum State {
    RUNNING,
    OVER,
    CLOSED
  }

  private final Thread thread = Thread.currentThread();
  private final Scheduler.Task task;
  private State state = State.RUNNING;

  private Deadline(Scheduler timer, Duration time) {
    this.task = timer.schedule(this::expire, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  static Deadline start(Scheduler timer, Duration time) {
    return new Deadline(timer, time);
  }

  private synchronized void expire() {
    if (state == State.RUNNING) {
      state = State.OVER;
      thread.interrupt();
    }
  }

  /** Is the time over? If so the interrupt has been taken note of, and the thread can go on. */
  synchronized boolean isOver() {
    if (state == State.OVER) {
      Thread.interrupted();
      return true;
    }
    return false;
  }

  @Override
  public synchronized void close() {
    isOver();
    state = State.CLOSED;
    task.cancel();
  }
}
