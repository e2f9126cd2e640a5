package dev.berth.kube.watch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * The waits before repeated tries: none before the first one, then longer and longer, each between
 * half and one and a half times its nominal length.
 *
 * <p>Threading: the thread of one reflector only.
 */
final class Backoff {
  private static final int MAX_DOUBLINGS = 20;

  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;
  private int tries;
  private Duration atLeast = Duration.ZERO;

  Backoff(Duration first, Duration longest, RandomGenerator random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
  }

  /** What was tried works: the next try comes without a wait. */
  void reset() {
    tries = 0;
    atLeast = Duration.ZERO;
  }

  /** The next wait is not shorter than this, because the server asked for it. */
  void atLeast(Duration asked) {
    atLeast = asked;
  }

  /**
   * Waits until the next try may begin.
   *
   * @return false when {@code stopped} came first
   */
  boolean await(CountDownLatch stopped) throws InterruptedException {
    Duration wait = next();
    return !stopped.await(wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** The wait before this try; the one after it will be longer. */
  Duration next() {
    Duration nominal = nominal();
    Duration jittered =
        nominal.dividedBy(2).plusNanos((long) (random.nextDouble() * nominal.toNanos()));
    Duration wait = jittered.compareTo(atLeast) < 0 ? atLeast : jittered;
    tries++;
    atLeast = Duration.ZERO;
    return wait;
  }

  private Duration nominal() {
    if (tries == 0) {
      return Duration.ZERO;
    }
    Duration doubled = first.multipliedBy(1L << Math.min(tries - 1, MAX_DOUBLINGS));
    return doubled.compareTo(longest) < 0 ? doubled : longest;
  }
}
