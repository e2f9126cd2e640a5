package dev.berth.kube.lease;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Processes in simulated time: of all their threads exactly one runs at any moment, the others wait
 * for their next event. The same events in the same order give the same history.
 *
 * <p>Threading: one test thread, and the processes when it lets them.
 */
final class Simulation implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private record Event(long atNanos, long number, Runnable action) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::number));
  private final Semaphore turn = new Semaphore(0);
  private final List<SimulatedProcess> processes = new ArrayList<>();
  private long scheduled;
  private long nowNanos;

  long nowNanos() {
    return nowNanos;
  }

  void after(long nanos, Runnable action) {
    events.add(new Event(nowNanos + nanos, scheduled++, action));
  }

  /** Lets everything happen that is due within this time, and asks {@code always} after each. */
  void run(long nanos, Runnable always) {
    long end = nowNanos + nanos;
    while (!events.isEmpty() && events.peek().atNanos <= end) {
      Event event = events.remove();
      nowNanos = event.atNanos;
      event.action.run();
      always.run();
    }
    nowNanos = end;
  }

  void run(long nanos) {
    run(nanos, () -> {});
  }

  void add(SimulatedProcess process) {
    processes.add(process);
  }

  /** Gives the turn to a process until it waits again or ends. */
  void letRun(Semaphore process) {
    process.release();
    awaitTurn();
  }

  void awaitTurn() {
    try {
      if (!turn.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("a simulated process neither waits nor ends");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  void giveTurnBack() {
    turn.release();
  }

  @Override
  public void close() {
    processes.forEach(SimulatedProcess::discard);
  }
}
