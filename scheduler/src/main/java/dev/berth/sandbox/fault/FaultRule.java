package dev.berth.sandbox.fault;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * One fault that is put in, until it is closed.
 *
 * <p>Threading: any thread.
 */
public final class FaultRule implements AutoCloseable {
  private final Times times;
  private final DoubleSupplier chance;
  private final Consumer<FaultRule> takeOut;
  private final AtomicLong matched = new AtomicLong();
  private final AtomicLong struck = new AtomicLong();

  FaultRule(Times times, DoubleSupplier chance, Consumer<FaultRule> takeOut) {
    this.times = times;
    this.chance = chance;
    this.takeOut = takeOut;
  }

  /** Counts one more that matches, and says whether it is struck. */
  boolean strikes() {
    long number = matched.incrementAndGet();
    boolean strikes =
        switch (times) {
          case Times.Always() -> true;
          case Times.Nth(long nth) -> number == nth;
          case Times.First(long many) -> number <= many;
          case Times.Every(long many) -> number % many == 0;
          case Times.Chance(double probability) -> chance.getAsDouble() < probability;
        };
    if (strikes) {
      struck.incrementAndGet();
    }
    return strikes;
  }

  /** How often it has struck. */
  public long struck() {
    return struck.get();
  }

  /** Takes the fault out. */
  @Override
  public void close() {
    takeOut.accept(this);
  }
}
