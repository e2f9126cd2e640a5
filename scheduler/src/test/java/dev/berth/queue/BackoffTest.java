package dev.berth.queue;

import static dev.berth.queue.NodeEvents.ADD;
import static dev.berth.queue.QueueBed.millis;
import static dev.berth.queue.QueueBed.pod;
import static dev.berth.queue.QueueBed.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a failed pod backs off, and who may cut that short. */
final class BackoffTest {
  private final QueueBed bed = new QueueBed().listens("Fit", ADD);

  @ParameterizedTest(name = "failure {0}: {1} s")
  @CsvSource({"1,1", "2,2", "3,4", "4,8", "5,10", "6,10", "63,10", "64,10", "65,10", "1000,10"})
  void wait_doublesUpToTheMaximum(int failures, long wantSeconds) {
    Backoff backoff = Backoff.of(QueueSettings.DEFAULTS);

    assertThat(backoff.expiryMicros(0, failures)).isEqualTo(TimeUnit.SECONDS.toMicros(wantSeconds));
  }

  @ParameterizedTest(name = "initial {0} s, maximum {1} s, failure {2}: {3} s")
  @CsvSource({"3,100,1,3", "3,100,2,6", "3,100,5,48", "3,100,6,96", "3,100,7,100", "5,5,1,5"})
  void wait_takesItsBoundsFromTheSettings(
      long initial, long maximum, int failures, long wantSeconds) {
    Backoff backoff =
        Backoff.of(new QueueSettings(seconds(initial), seconds(maximum), seconds(300)));

    assertThat(backoff.expiryMicros(0, failures)).isEqualTo(TimeUnit.SECONDS.toMicros(wantSeconds));
  }

  @Test
  void backoff_ofASecond_lastsUntilTheSecondAfterItIsOver() {
    bed.silently(millis(300));
    QueuedPod a = bed.rejected(pod("a"), "Fit");
    bed.happens(ADD);
    assertThat(a.place()).isEqualTo(Place.BACKOFF);
    assertThat(a.backoffUntilMicros()).as("1.3 s, cut").isEqualTo(bed.nowMicros() + 700_000);

    bed.after(millis(1699));
    assertThat(a.place()).as("at 1.999 s").isEqualTo(Place.BACKOFF);

    bed.after(millis(1));
    assertThat(a.place()).as("at 2 s").isEqualTo(Place.ACTIVE);
  }

  @Test
  void backoff_overBeforeTheChange_goesStraightToActive() {
    QueuedPod a = bed.rejected(pod("a"), "Fit");

    bed.after(seconds(2)).happens(ADD);

    assertThat(a.place()).isEqualTo(Place.ACTIVE);
  }

  @Test
  void backoff_notOverBeforeTheChange_isServed() {
    QueuedPod a = bed.rejected(pod("a"), "Fit");

    bed.after(millis(1999)).happens(ADD);

    assertThat(a.place()).isEqualTo(Place.BACKOFF);
  }

  @Test
  void backoff_isNotProlongedByWaitingForAChange() {
    QueuedPod a = bed.rejected(pod("a"), "Fit");
    long until = a.backoffUntilMicros();

    bed.after(millis(900)).happens(ADD);

    assertThat(a.backoffUntilMicros()).isEqualTo(until);
  }

  @Test
  void backoff_growsWithRejections() {
    QueuedPod a = bed.rejected(pod("a"), "Fit");
    bed.after(seconds(20)).happens(ADD);
    bed.rejectNext("a", "Fit");
    bed.after(seconds(20)).happens(ADD);
    bed.rejectNext("a", "Fit");

    assertThat(a.backoffUntilMicros()).isEqualTo(bed.nowMicros() + 4_000_000);
  }

  @Test
  void errors_haveTheirOwnCountAndDoNotLengthenTheBackoffOfRejections() {
    QueuedPod a = bed.rejected(pod("a"), "Fit");
    for (long wantSeconds : List.of(1L, 2L, 4L, 8L, 10L)) {
      bed.after(seconds(20)).happens(ADD);
      bed.rejectNext("a");
      assertThat(a.backoffUntilMicros())
          .as("error with a wait of %d s", wantSeconds)
          .isEqualTo(bed.nowMicros() + TimeUnit.SECONDS.toMicros(wantSeconds));
    }

    bed.after(seconds(20));
    bed.rejectNext("a", "Fit");
    assertThat(a.backoffUntilMicros())
        .as("second rejection")
        .isEqualTo(bed.nowMicros() + 2_000_000);

    bed.after(seconds(20)).happens(ADD);
    bed.rejectNext("a");
    assertThat(a.backoffUntilMicros())
        .as("first error again")
        .isEqualTo(bed.nowMicros() + 1_000_000);
  }

  @Test
  void error_goesToBackoffWithoutAnyChange() {
    QueuedPod a = bed.rejected(pod("a"));
    assertThat(a.place()).isEqualTo(Place.BACKOFF);

    bed.after(seconds(2));

    assertThat(a.place()).isEqualTo(Place.ACTIVE);
  }

  @Test
  void pop_nobodyActive_takesRejectedPodEarly() {
    QueuedPod a = bed.rejected(pod("a"), "Fit");
    bed.happens(ADD);

    assertThat(bed.popped()).isSameAs(a);
  }

  @Test
  void pop_somebodyActive_leavesBackoffAlone() {
    bed.rejected(pod("important", 1000), "Fit");
    bed.happens(ADD).add(pod("plain"));

    assertThat(bed.popped().pod().key().name()).isEqualTo("plain");
  }

  @Test
  void pop_nobodyActive_neverTakesAPodThatFailedWithAnErrorEarly() {
    bed.rejected(pod("a"));

    assertThat(bed.queue().pop()).isNull();
  }

  @Test
  void pop_early_windowFirstThenTheOrderOfTheActiveQueue() {
    bed.silently(millis(900)).rejected(pod("earlier-window", 1), "Fit");
    bed.silently(millis(150)).rejected(pod("same-window-low", 1), "Fit");
    bed.silently(millis(700)).rejected(pod("same-window-high", 9), "Fit");
    bed.happens(ADD);

    assertThat(bed.popAll())
        .containsExactly("earlier-window", "same-window-high", "same-window-low");
  }

  @Test
  void backoffsOfOneWindow_endTogetherByPriority() {
    bed.silently(millis(100)).rejected(pod("low", 1), "Fit");
    bed.silently(millis(800)).rejected(pod("high", 9), "Fit");
    bed.happens(ADD).after(millis(1100));

    assertThat(bed.queue().sizes().active()).isEqualTo(2);
    assertThat(bed.popAll()).containsExactly("high", "low");
  }

  @Test
  void maximumOfZero_switchesBackoffOff() {
    bed.settings(new QueueSettings(seconds(1), Duration.ZERO, seconds(300)));

    assertThat(bed.rejected(pod("a")).place()).isEqualTo(Place.ACTIVE);
  }

  @Test
  void settings_swapped_areRefused() {
    assertThatThrownBy(() -> new QueueSettings(seconds(10), seconds(1), seconds(300)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("maxBackoff", "PT1S", "PT10S", "Maybe");
    assertThatThrownBy(() -> new QueueSettings(Duration.ZERO, seconds(1), seconds(300)))
        .hasMessageContainingAll("initialBackoff", "Maybe");
    assertThatThrownBy(() -> new QueueSettings(seconds(1), seconds(1), seconds(-1)))
        .hasMessageContainingAll("maxUnschedulable", "Maybe");
  }

  @Test
  void nextDeadline_isTheEndOfTheEarliestBackoff() {
    bed.after(Duration.ZERO);
    assertThat(bed.queue().nextDeadlineMicros()).isEqualTo(Long.MAX_VALUE);
    long start = bed.nowMicros();
    QueuedPod rejected = bed.rejected(pod("rejected"), "Fit");
    bed.happens(ADD);
    assertThat(bed.queue().nextDeadlineMicros()).isEqualTo(start + 2_000_000);

    bed.queue().tick();
    assertThat(rejected.place()).isEqualTo(Place.BACKOFF);
    bed.after(seconds(2));
    assertThat(rejected.place()).isEqualTo(Place.ACTIVE);
    assertThat(bed.queue().nextDeadlineMicros()).isEqualTo(Long.MAX_VALUE);

    bed.rejectNext("rejected");
    assertThat(bed.queue().nextDeadlineMicros()).as("error").isEqualTo(start + 4_000_000);
  }
}
