package dev.berth.queue;

import static dev.berth.queue.NodeEvents.ADD;
import static dev.berth.queue.QueueBed.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.PodKey;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Pods that somebody asked for by name. */
final class ActivateTest {
  private final QueueBed bed = new QueueBed().listens("Fit", ADD);

  private void activate(String... names) {
    bed.queue().activate(List.of(names).stream().map(name -> new PodKey("ns", name)).toList());
  }

  @Test
  void unschedulablePod_goesToActiveWithoutBackoff() {
    QueuedPod a = bed.rejected(pod("a"), "Fit");

    activate("a");

    assertThat(a.place()).isEqualTo(Place.ACTIVE);
    assertThat(bed.hintsAsked).isZero();
  }

  @Test
  void podThatBacksOff_goesToActive() {
    QueuedPod rejected = bed.rejected(pod("rejected"), "Fit");
    bed.happens(ADD);
    activate("rejected");
    assertThat(rejected.place()).isEqualTo(Place.ACTIVE);

    bed.rejectNext("rejected");
    assertThat(rejected.place()).isEqualTo(Place.BACKOFF);
    activate("rejected");
    assertThat(rejected.place()).as("after an error").isEqualTo(Place.ACTIVE);
  }

  @Test
  void activePod_staysOnce() {
    bed.add(pod("a"));

    activate("a", "a");

    assertThat(bed.popAll()).containsExactly("a");
  }

  @Test
  void unknownPod_isIgnored() {
    activate("nobody");

    assertThat(bed.queue().pop()).isNull();
  }

  @Test
  void podInFlight_comesBackToBackoffAlthoughNothingHelped() {
    bed.add(pod("a"));
    QueuedPod a = bed.popped();

    activate("a");
    bed.queue().addUnschedulable(a, List.of("Fit"), List.of());

    assertThat(a.place()).isEqualTo(Place.BACKOFF);
  }

  @Test
  void otherPodInFlight_isNotConcerned() {
    bed.add(pod("a"), pod("b"));
    bed.popped();
    QueuedPod b = bed.popped();

    activate("a");
    bed.queue().addUnschedulable(b, List.of("Fit"), List.of());

    assertThat(b.place()).isEqualTo(Place.UNSCHEDULABLE);
  }

  @Test
  void podBeingBound_isLeftAlone() {
    bed.add(pod("a"));
    QueuedPod a = bed.popped();
    bed.queue().done(a.uid());

    activate("a");

    assertThat(a.place()).isEqualTo(Place.HANDED_OVER);
  }

  @Test
  void gatedPod_passesOnlyIfItsGateAgrees() {
    AtomicBoolean open = new AtomicBoolean();
    bed.gate("Door", pod -> open.get()).add(pod("a"));

    activate("a");
    assertThat(bed.queue().sizes().gated()).isEqualTo(1);

    open.set(true);
    activate("a");
    assertThat(bed.placeOf("a")).isEqualTo(Place.ACTIVE);
  }

  @Test
  void podThatBacksOff_itsGateIsNotAskedAgain() {
    AtomicBoolean open = new AtomicBoolean(true);
    bed.gate("Door", pod -> open.get());
    QueuedPod a = bed.rejected(pod("a"));
    open.set(false);

    activate("a");

    assertThat(a.place()).isEqualTo(Place.ACTIVE);
  }
}
