package dev.berth.kube.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A lead on a clock that a test turns; also where that clock overflows. */
final class EpochTest {
  private static final long DEADLINE = 10_000;

  private static final class Turned implements Timebase {
    private long now;

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public Instant wallClock() {
      throw new AssertionError("the wall clock decides nothing");
    }

    @Override
    public void sleep(long nanos) {
      throw new AssertionError("nothing sleeps here");
    }
  }

  static LongStream origins() {
    return LongStream.of(0, -5_000, Long.MAX_VALUE - 5_000, Long.MIN_VALUE);
  }

  private final Turned time = new Turned();

  @ParameterizedTest
  @MethodSource("origins")
  void lead_endsAtTheDeadline_withoutAnybodysHelp(long origin) {
    Epoch epoch = new Epoch(time, DEADLINE, origin);

    time.now = origin + DEADLINE - 1;
    assertThat(epoch.isHeld()).isTrue();

    time.now = origin + DEADLINE;
    assertThat(epoch.isHeld()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("origins")
  void renewal_countsFromWhenItWasSent(long origin) {
    Epoch epoch = new Epoch(time, DEADLINE, origin);

    time.now = origin + 9_000;
    assertThat(epoch.renewed(origin + 4_000)).isTrue();

    time.now = origin + 4_000 + DEADLINE - 1;
    assertThat(epoch.isHeld()).isTrue();
    time.now = origin + 4_000 + DEADLINE;
    assertThat(epoch.isHeld()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("origins")
  void renewal_knownAfterTheDeadline_revivesNothing(long origin) {
    Epoch epoch = new Epoch(time, DEADLINE, origin);

    time.now = origin + DEADLINE;
    assertThat(epoch.renewed(origin + DEADLINE - 1)).isFalse();
    assertThat(epoch.isHeld()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("origins")
  void end_isForGood(long origin) {
    time.now = origin;
    Epoch epoch = new Epoch(time, DEADLINE, origin);

    epoch.end();

    assertThat(epoch.isHeld()).isFalse();
    assertThat(epoch.renewed(origin)).isFalse();
    assertThat(epoch.isHeld()).isFalse();
  }
}
