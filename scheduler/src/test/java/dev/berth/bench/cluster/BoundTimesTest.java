package dev.berth.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class BoundTimesTest {
  private final BoundTimes times = new BoundTimes(4);

  @Test
  void onlyTheFirstSight_counts() {
    times.bound(1, 500);
    times.bound(1, 900);

    assertThat(times.count()).isEqualTo(1);
    assertThat(times.last(0, 4)).isEqualTo(500);
  }

  @Test
  void podsOfOthers_doNotCount() {
    times.bound(-1, 500);
    times.bound(4, 500);

    assertThat(times.count()).isZero();
  }

  @Test
  void firstAndLast_areOfTheAskedPodsOnly() {
    times.bound(0, 100);
    times.bound(2, 300);
    times.bound(3, 200);

    assertThat(times.first(1, 4)).isEqualTo(200);
    assertThat(times.last(0, 2)).isEqualTo(100);
  }

  @Test
  void waits_areSinceDue_notSinceCreated_andLeaveOutUnboundPods() {
    times.bound(2, 5_000);
    times.bound(3, 9_000);

    assertThat(times.waits(1, new long[] {0, 1_000, 3_000})).containsExactly(4_000, 6_000);
  }

  @Test
  void first_isToldOnce() {
    AtomicInteger told = new AtomicInteger();
    times.atFirst(told::incrementAndGet);
    times.bound(0, 1);
    times.bound(1, 2);

    assertThat(told).hasValue(1);
  }

  @Test
  void await_endsWhenEnoughAreBound_andGivesUpInTime() throws InterruptedException {
    times.bound(0, 1);

    assertThat(times.await(1, 60_000)).isTrue();
    assertThat(times.await(2, 1)).isFalse();
  }
}
