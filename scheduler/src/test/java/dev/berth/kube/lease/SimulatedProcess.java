package dev.berth.kube.lease;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Semaphore;

/**
 * A process of one thread in a {@link Simulation}, with clocks of its own, that can be interrupted,
 * paused and killed.
 *
 * <p>Threading: as its simulation.
 */
final class SimulatedProcess implements Timebase {
  private final Simulation simulation;
  private final Semaphore turn = new Semaphore(0);
  private final long originNanos;
  private final double clockRate;

  private Instant wallOrigin = Instant.parse("2026-01-01T00:00:00Z");
  private boolean wallStandsStill;
  private long waits;
  private boolean waiting;
  private long pausedUntilNanos;
  private boolean interrupted;
  private boolean gone;

  /**
   * @param originNanos what its monotonic clock shows at the start
   * @param clockRate how fast that clock goes
   */
  SimulatedProcess(Simulation simulation, long originNanos, double clockRate) {
    this.simulation = simulation;
    this.originNanos = originNanos;
    this.clockRate = clockRate;
    simulation.add(this);
  }

  void start(Runnable main) {
    Thread.ofVirtual()
        .name("simulated process")
        .start(
            () -> {
              turn.acquireUninterruptibly();
              try {
                main.run();
              } finally {
                gone = true;
                simulation.giveTurnBack();
              }
            });
    waiting = true;
    wakeAfter(0, ++waits);
  }

  // ---- what it does -------------------------------------------------------------------------

  @Override
  public long nanoTime() {
    return originNanos + (long) (simulation.nowNanos() * clockRate);
  }

  @Override
  public Instant wallClock() {
    return wallStandsStill ? wallOrigin : wallOrigin.plusNanos(simulation.nowNanos());
  }

  @Override
  public void sleep(long nanos) throws InterruptedException {
    if (nanos < 0) {
      throw new IllegalArgumentException("sleep " + nanos);
    }
    long number = beforeWait();
    wakeAfter((long) Math.ceil(nanos / clockRate), number);
    await();
  }

  /** The number of the wait that {@link #await} is going to be. */
  long beforeWait() throws InterruptedException {
    takeInterrupt();
    return ++waits;
  }

  /** Waits for {@link #wake}. */
  void await() throws InterruptedException {
    waiting = true;
    simulation.giveTurnBack();
    turn.acquireUninterruptibly();
    takeInterrupt();
  }

  private void takeInterrupt() throws InterruptedException {
    if (interrupted) {
      interrupted = gone;
      throw new InterruptedException();
    }
  }

  // ---- what is done to it -------------------------------------------------------------------

  void wakeAfter(long nanos, long number) {
    simulation.after(nanos, () -> wake(number));
  }

  /** Ends a wait, unless something else did. */
  void wake(long number) {
    if (!waiting || number != waits || gone) {
      return;
    }
    if (simulation.nowNanos() < pausedUntilNanos) {
      wakeAfter(pausedUntilNanos - simulation.nowNanos(), number);
      return;
    }
    waiting = false;
    simulation.letRun(turn);
  }

  boolean isWaitingFor(long number) {
    return waiting && number == waits;
  }

  void interrupt() {
    interrupted = true;
    wake(waits);
  }

  /** As SIGSTOP does, and SIGCONT afterwards: clocks and the network go on. */
  void pause(long nanos) {
    pausedUntilNanos = simulation.nowNanos() + nanos;
  }

  /** As SIGKILL does. */
  void kill() {
    gone = true;
  }

  boolean isGone() {
    return gone;
  }

  void turnWallClock(long micros) {
    wallOrigin = wallOrigin.plus(micros, ChronoUnit.MICROS);
  }

  void stopWallClock() {
    wallOrigin = wallClock();
    wallStandsStill = true;
  }

  /** Ends its thread when the simulation is over. */
  void discard() {
    gone = true;
    interrupted = true;
    if (waiting) {
      waiting = false;
      simulation.letRun(turn);
    }
  }
}
