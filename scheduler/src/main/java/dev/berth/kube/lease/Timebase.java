package dev.berth.kube.lease;

import java.time.Instant;

/**
 * Where an election has its time from.
 *
 * <p>Threading: any thread.
 */
interface Timebase {
  /** The clock of this computer. */
  Timebase SYSTEM =
      new Timebase() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public Instant wallClock() {
          return Instant.now();
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
          Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
        }
      };

  /** Monotonic, of arbitrary origin: the only clock that decides anything. */
  long nanoTime();

  /** For the times that the lease shows to others; may jump. */
  Instant wallClock();

  /** Waits this long; not negative. */
  void sleep(long nanos) throws InterruptedException;
}
