package dev.berth.queue;

import static dev.berth.queue.NodeEvents.ADD;
import static dev.berth.queue.QueueBed.pod;
import static dev.berth.queue.QueueBed.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Pods that were unschedulable for too long are tried again although nothing helped. */
final class FlushTest {
  private final QueueBed bed = new QueueBed().deaf("Fit").after(Duration.ZERO);

  @Test
  void rejectedPod_isTriedAgainAtTheFirstFlushAfterFiveMinutes() {
    QueuedPod a = bed.rejected(pod("a"), "Fit");
    for (int i = 0; i < 10; i++) {
      bed.after(seconds(30));
      assertThat(a.place()).as("after %d s", 30 * (i + 1)).isEqualTo(Place.UNSCHEDULABLE);
    }

    bed.after(seconds(29));
    assertThat(a.place()).as("no flush yet").isEqualTo(Place.UNSCHEDULABLE);
    bed.after(seconds(1));

    assertThat(a.place()).isEqualTo(Place.ACTIVE);
  }

  @Test
  void twoPods_theYoungerStays() {
    bed.rejected(pod("old"), "Fit");
    bed.silently(seconds(200)).rejected(pod("young"), "Fit");

    bed.after(seconds(101));

    assertThat(bed.placeOf("old")).isEqualTo(Place.ACTIVE);
    assertThat(bed.placeOf("young")).isEqualTo(Place.UNSCHEDULABLE);
  }

  @Test
  void flush_ordersByPriority() {
    bed.rejected(pod("low", 1), "Fit");
    bed.rejected(pod("high", 9), "Fit");

    bed.after(seconds(301));

    assertThat(bed.popAll()).containsExactly("high", "low");
  }

  @Test
  void maximumFromTheSettings_isHonoured() {
    bed.settings(new QueueSettings(seconds(1), seconds(10), seconds(60)));
    QueuedPod a = bed.rejected(pod("a"), "Fit");

    bed.after(seconds(60));
    assertThat(a.place()).isEqualTo(Place.UNSCHEDULABLE);
    bed.after(seconds(30));

    assertThat(a.place()).isEqualTo(Place.ACTIVE);
  }

  @Test
  void backoffLongerThanTheWait_isServed() {
    bed.settings(new QueueSettings(seconds(100), seconds(1000), seconds(60)));
    QueuedPod a = bed.rejected(pod("a"), "Fit");

    bed.after(seconds(61));

    assertThat(a.place()).isEqualTo(Place.BACKOFF);
  }

  @Test
  void nextDeadline_isTheNextFlushWhilePodsAreUnschedulable() {
    long start = bed.nowMicros();
    assertThat(bed.queue().nextDeadlineMicros()).as("nobody waits").isEqualTo(Long.MAX_VALUE);

    bed.rejected(pod("a"), "Fit");
    bed.queue().tick();
    assertThat(bed.queue().nextDeadlineMicros()).isEqualTo(start + 30_000_000);

    bed.after(seconds(31));
    assertThat(bed.queue().nextDeadlineMicros()).isEqualTo(start + 61_000_000);
  }

  @Test
  void following_nextDeadlineAlone_nobodyIsForgotten() {
    bed.listens("Fit", ADD).after(Duration.ZERO);
    QueuedPod a = bed.rejected(pod("a"), "Fit");
    long start = bed.nowMicros();
    int ticks = 0;
    while (a.place() != Place.ACTIVE && ticks < 100) {
      long wait = bed.queue().nextDeadlineMicros() - bed.nowMicros();
      bed.after(Duration.ofNanos(wait * 1000));
      ticks++;
    }

    assertThat(bed.nowMicros() - start).isBetween(300_000_000L, 330_000_000L);
    assertThat(ticks).isLessThan(15);
  }
}
