package dev.berth.kube.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class BackoffTest {
  private static final Duration FIRST = Duration.ofMillis(800);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** Draws the middle, so that waits are nominal. */
  private static Backoff withoutJitter() {
    return new Backoff(FIRST, LONGEST, () -> 1L << 63);
  }

  @Test
  void waits_double_from_nothing_to_the_longest() {
    Backoff backoff = withoutJitter();

    assertThat(backoff.next()).isZero();
    for (long want : new long[] {800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000}) {
      assertThat(backoff.next()).isEqualTo(Duration.ofMillis(want));
    }
  }

  @Test
  void waits_stay_the_longest_however_often_it_fails() {
    Backoff backoff = withoutJitter();
    for (int failure = 0; failure < 100; failure++) {
      backoff.next();
    }

    assertThat(backoff.next()).isEqualTo(LONGEST);
  }

  @Test
  void reset_makes_the_next_try_immediate() {
    Backoff backoff = withoutJitter();
    backoff.next();
    backoff.next();
    backoff.atLeast(LONGEST);

    backoff.reset();

    assertThat(backoff.next()).isZero();
    assertThat(backoff.next()).isEqualTo(FIRST);
  }

  @Test
  void wait_that_the_server_asked_for_holds_once() {
    Backoff backoff = withoutJitter();
    backoff.atLeast(Duration.ofSeconds(7));

    assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(7));
    assertThat(backoff.next()).isEqualTo(FIRST);
  }

  @Test
  void jitter_spreads_waits_over_half_to_one_and_a_half() {
    RandomGenerator random = new SplittableRandom(7);
    Duration shortest = LONGEST;
    Duration longest = Duration.ZERO;
    for (int client = 0; client < 1_000; client++) {
      Backoff backoff = new Backoff(FIRST, LONGEST, random);
      backoff.next();
      Duration wait = backoff.next();
      shortest = wait.compareTo(shortest) < 0 ? wait : shortest;
      longest = wait.compareTo(longest) > 0 ? wait : longest;
    }

    assertThat(shortest).isBetween(Duration.ofMillis(400), Duration.ofMillis(440));
    assertThat(longest).isBetween(Duration.ofMillis(1_160), Duration.ofMillis(1_200));
  }

  @Test
  void stop_ends_a_wait() throws InterruptedException {
    Backoff backoff = new Backoff(Duration.ofHours(1), Duration.ofHours(1), new SplittableRandom());
    CountDownLatch stopped = new CountDownLatch(1);

    assertThat(backoff.await(stopped)).isTrue();
    stopped.countDown();
    assertThat(backoff.await(stopped)).isFalse();
  }
}
