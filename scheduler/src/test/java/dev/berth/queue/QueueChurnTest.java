package dev.berth.queue;

import static dev.berth.queue.NodeEvents.ADD;
import static dev.berth.queue.NodeEvents.DELETE;
import static dev.berth.queue.QueueBed.pod;
import static dev.berth.queue.QueueBed.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.QueueingHint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many pods: work that grows with their square would not end within the time-outs. */
@Timeout(20)
final class QueueChurnTest {
  private static final int PODS = 10_000;

  private final QueueBed bed =
      new QueueBed()
          .listens("Fit", ADD)
          .hint("Ports", DELETE, (pod, before, after) -> QueueingHint.SKIP);

  @Test
  void thousandsOfPods_areTriedWokenAndTriedAgain() {
    for (int i = 0; i < PODS; i++) {
      bed.add(pod("p" + i, i % 10));
    }
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < PODS; i++) {
        bed.queue().addUnschedulable(bed.popped(), List.of("Fit"), List.of());
      }
      assertThat(bed.queue().sizes()).isEqualTo(new QueueSizes(0, 0, PODS, 0, 0));
      bed.happens(ADD).after(seconds(12));
      assertThat(bed.queue().sizes()).isEqualTo(new QueueSizes(PODS, 0, 0, 0, 0));
    }
    for (int i = 0; i < PODS; i++) {
      bed.queue().delete("uid-p" + i);
    }
    assertThat(bed.queue().sizes()).isEqualTo(QueueSizes.NONE);
  }

  @Test
  void thousandsOfChanges_costNothingToPodsTheyDoNotConcern() {
    for (int i = 0; i < PODS; i++) {
      bed.rejected(pod("p" + i), "Fit");
    }
    bed.rejected(pod("other"), "Ports");

    for (int i = 0; i < PODS; i++) {
      bed.happens(DELETE);
    }

    assertThat(bed.hintsAsked).isEqualTo(PODS);
  }

  @Test
  void manyChangesWhileManyPodsAreInFlight_areReplayedToEachFromItsStart() {
    int pods = 1000;
    List<QueuedPod> inFlight = new ArrayList<>();
    for (int i = 0; i < pods; i++) {
      bed.add(pod("p" + i));
      inFlight.add(bed.popped());
      bed.happens(i == pods - 1 ? ADD : DELETE);
    }

    for (QueuedPod pod : inFlight) {
      bed.queue().addUnschedulable(pod, List.of("Fit"), List.of());
      assertThat(pod.place()).isEqualTo(Place.BACKOFF);
    }
    assertThat(bed.hintsAsked).isEqualTo(pods);
  }
}
