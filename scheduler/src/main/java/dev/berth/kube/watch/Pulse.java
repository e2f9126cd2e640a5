package dev.berth.kube.watch;

import dev.berth.kube.watch.KindFreshness.Standing;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The signs of life of one kind, noted by the thread that reads it and published to all.
 *
 * <p>Threading: written by the thread of one reflector, read by any thread.
 */
final class Pulse {
  private final String resource;
  private final boolean required;
  private final Watchdog watchdog;
  private final LongSupplier nanoTime;
  private final AtomicLong lists = new AtomicLong();
  private final AtomicLong watches = new AtomicLong();
  private final AtomicLong silences = new AtomicLong();
  private volatile long signAt;
  private volatile Trouble trouble = Trouble.NONE;

  /**
   * What is wrong.
   *
   * @param problem "" when nothing is
   */
  private record Trouble(boolean refused, long sinceNanos, String problem) {
    static final Trouble NONE = new Trouble(false, 0, "");
  }

  Pulse(String resource, boolean required, Watchdog watchdog, LongSupplier nanoTime) {
    this.resource = resource;
    this.required = required;
    this.watchdog = watchdog;
    this.nanoTime = nanoTime;
    this.signAt = nanoTime.getAsLong();
  }

  void listed() {
    lists.incrementAndGet();
    sign();
  }

  /** The server began to answer a watch: no more trouble, but no sign of what is new either. */
  void watchBegan() {
    watches.incrementAndGet();
    trouble = Trouble.NONE;
  }

  /** A list, an event or a bookmark came, or a watch ended in good order. */
  void sign() {
    signAt = nanoTime.getAsLong();
    if (!trouble.problem().isEmpty()) {
      trouble = Trouble.NONE;
    }
  }

  void fell(String problem) {
    begin(false, problem);
  }

  void fellSilent(String problem) {
    silences.incrementAndGet();
    fell(problem);
  }

  void refused(String problem) {
    begin(true, problem);
  }

  private void begin(boolean refused, String problem) {
    Trouble before = trouble;
    boolean goesOn = !before.problem().isEmpty() && before.refused() == refused;
    trouble = new Trouble(refused, goesOn ? before.sinceNanos() : nanoTime.getAsLong(), problem);
  }

  KindFreshness freshness() {
    Duration limit = watchdog.patience().multipliedBy(2);
    Standing standing = standing(trouble);
    return new KindFreshness(resource, required, lists.get() > 0, standing, since(signAt), limit);
  }

  private Standing standing(Trouble now) {
    if (now.problem().isEmpty()) {
      return new Standing.Undisturbed();
    }
    return now.refused()
        ? new Standing.Refused(since(now.sinceNanos()), now.problem())
        : new Standing.Reconnecting(since(now.sinceNanos()), now.problem());
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(nanoTime.getAsLong() - nanos);
  }

  KindTraffic traffic() {
    return new KindTraffic(resource, lists.get(), watches.get(), silences.get());
  }
}
