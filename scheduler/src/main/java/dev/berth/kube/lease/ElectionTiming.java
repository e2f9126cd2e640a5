package dev.berth.kube.lease;

import dev.berth.config.LeaderElection;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a lease lives, how often it is renewed and asked for, and when a leader stops.
 *
 * <p>Mirrors client-go {@code tools/leaderelection/leaderelection.go} and the request time-out of
 * {@code resourcelock.NewFromKubeconfig}, Kubernetes 1.36.3. That the durations fit together is
 * checked by {@code config}.
 *
 * <p>Threading: immutable.
 *
 * @param leaseSeconds as the record on the server has it: whole seconds
 * @param renewDeadlineNanos how long a leader leads on without a renewal
 * @param retryNanos the wait between two tries
 */
record ElectionTiming(int leaseSeconds, long renewDeadlineNanos, long retryNanos) {
  private static final double JITTER_FACTOR = 1.2;
  private static final int LOOK_AWAY_RETRIES = 3;
  private static final long LONGEST_RELEASE_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  static ElectionTiming of(LeaderElection settings) {
    return new ElectionTiming(
        wholeSeconds(settings.leaseDuration()),
        settings.renewDeadline().toNanos(),
        settings.retryPeriod().toNanos());
  }

  /** Rounded up: others may wait longer than was asked for, never shorter. */
  private static int wholeSeconds(Duration duration) {
    long seconds = duration.toSeconds() + (duration.toNanosPart() == 0 ? 0 : 1);
    return (int) Math.min(seconds, Integer.MAX_VALUE);
  }

  /** How long somebody's record counts that says this many seconds; ours when it says nothing. */
  long validNanos(int recordSeconds) {
    return (recordSeconds > 0 ? recordSeconds : leaseSeconds) * NANOS_PER_SECOND;
  }

  /** A standby that looks less often than this may miss that a lease was there meanwhile. */
  long longestLookAwayNanos() {
    return LOOK_AWAY_RETRIES * retryNanos;
  }

  /** How long one request may take. */
  long requestNanos() {
    return renewDeadlineNanos / 2;
  }

  /** How long the release of the lease may take when the process ends. */
  long releaseNanos() {
    return Math.min(renewDeadlineNanos, LONGEST_RELEASE_NANOS);
  }

  /** A standby's wait before its next try: standbys must not ask all at once. */
  long jitteredRetryNanos(RandomGenerator random) {
    return retryNanos + (long) (random.nextDouble() * JITTER_FACTOR * retryNanos);
  }
}
