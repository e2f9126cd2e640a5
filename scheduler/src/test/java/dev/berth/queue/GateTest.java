package dev.berth.queue;

import static dev.berth.queue.NodeEvents.ADD;
import static dev.berth.queue.NodeEvents.DELETE;
import static dev.berth.queue.QueueBed.next;
import static dev.berth.queue.QueueBed.pod;
import static dev.berth.queue.QueueBed.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.EventResource;
import dev.berth.framework.PreEnqueuePlugin;
import dev.berth.framework.Status;
import dev.berth.model.Labels;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** PreEnqueue plugins keep pods out of the active and the backoff queue. */
final class GateTest {
  private static final ClusterEvent GATES_ELIMINATED =
      ClusterEvent.of(EventResource.POD, ActionType.UPDATE_POD_SCHEDULING_GATES_ELIMINATED);

  private final AtomicBoolean open = new AtomicBoolean();
  private final List<String> asked = new ArrayList<>();
  private final QueueBed bed = new QueueBed();

  /** As the plugin SchedulingGates: closed as long as the pod has gates. */
  private QueueBed withSchedulingGates() {
    return bed.gate("SchedulingGates", pod -> pod.schedulingGates().isEmpty())
        .listens("SchedulingGates", GATES_ELIMINATED);
  }

  private QueueBed withDoor() {
    return bed.gate(
        "Door",
        pod -> {
          asked.add(pod.key().name());
          return open.get();
        });
  }

  private QueuedPod find(String name) {
    return Objects.requireNonNull(bed.queue().find(new PodKey("ns", name)));
  }

  private static PodInfo gated(String name) {
    return pod(name).toBuilder().schedulingGates(List.of("example.com/wait")).build();
  }

  @Test
  void newPod_closedGate_isGated() {
    withSchedulingGates().add(gated("a"));

    assertThat(bed.queue().pop()).isNull();
    assertThat(find("a").gatedBy()).isEqualTo("SchedulingGates");
    assertThat(find("a").rejectedBy()).containsExactly("SchedulingGates");
    assertThat(bed.queue().sizes()).isEqualTo(new QueueSizes(0, 0, 0, 1, 0));
  }

  @Test
  void lastGateRemoved_podNeverTried_goesToActiveAtOnce() {
    PodInfo a = gated("a");
    withSchedulingGates().add(a);

    bed.add(next(a, b -> b.schedulingGates(List.of())));

    assertThat(find("a").place()).isEqualTo(Place.ACTIVE);
    assertThat(find("a").gatedBy()).isNull();
    assertThat(bed.queue().sizes()).isEqualTo(new QueueSizes(1, 0, 0, 0, 0));
  }

  @Test
  void oneOfTwoGatesRemoved_staysGated() {
    PodInfo a = pod("a").toBuilder().schedulingGates(List.of("one", "two")).build();
    withSchedulingGates().add(a);

    bed.add(next(a, b -> b.schedulingGates(List.of("two"))));

    assertThat(find("a").gatedBy()).isEqualTo("SchedulingGates");
    assertThat(find("a").pod().schedulingGates()).containsExactly("two");
  }

  @Test
  void otherUpdateOfAGatedPod_doesNotAskTheGate() {
    PodInfo a = pod("a");
    withDoor().deaf("Door").add(a);
    asked.clear();

    bed.add(next(a, b -> b.labels(Labels.of(Map.of("app", "web")))));

    assertThat(asked).isEmpty();
    assertThat(find("a").pod().labels().size()).isEqualTo(1);
  }

  @Test
  void gatedPod_changeThatItsGateRegistered_asksTheGateAgain() {
    withDoor().listens("Door", ADD).add(pod("a"));

    bed.happens(ADD);
    assertThat(find("a").gatedBy()).isEqualTo("Door");

    open.set(true);
    bed.happens(ADD);
    assertThat(find("a").place()).isEqualTo(Place.ACTIVE);
    assertThat(asked).containsExactly("a", "a", "a");
  }

  @Test
  void gatedPod_changeThatOnlyItsEarlierRejectorRegistered_isNotConsidered() {
    withDoor().listens("Door", DELETE).listens("Fit", ADD);
    open.set(true);
    QueuedPod a = bed.rejected(pod("a"), "Fit");
    open.set(false);
    bed.happens(ADD);
    assertThat(a.gatedBy()).as("gated on its way to backoff").isEqualTo("Door");
    assertThat(a.rejectedBy()).containsExactly("Fit", "Door");
    open.set(true);
    bed.hintsAsked = 0;

    bed.happens(ADD);

    assertThat(a.gatedBy()).isEqualTo("Door");
    assertThat(bed.hintsAsked).isZero();
  }

  @Test
  void rejectedPod_gateClosedMeanwhile_isGatedInsteadOfBackingOff() {
    withDoor().listens("Door", DELETE).listens("Fit", ADD);
    open.set(true);
    QueuedPod a = bed.rejected(pod("a"), "Fit");

    open.set(false);
    bed.happens(ADD);
    assertThat(bed.queue().sizes()).isEqualTo(new QueueSizes(0, 0, 0, 1, 0));

    open.set(true);
    bed.happens(DELETE);
    assertThat(a.place()).as("its backoff is still to be served").isEqualTo(Place.BACKOFF);
  }

  @Test
  void podThatFailedWithAnError_gateClosedMeanwhile_isGated() {
    withDoor().listens("Door", DELETE);
    open.set(true);
    bed.add(pod("a"));
    QueuedPod a = bed.popped();
    open.set(false);

    bed.queue().addUnschedulable(a, List.of(), List.of());

    assertThat(a.gatedBy()).isEqualTo("Door");
  }

  @Test
  void backoffOver_gateIsNotAskedAgain() {
    withDoor();
    open.set(true);
    QueuedPod a = bed.rejected(pod("a"));
    open.set(false);
    asked.clear();

    bed.after(seconds(5));

    assertThat(a.place()).isEqualTo(Place.ACTIVE);
    assertThat(asked).isEmpty();
  }

  @Test
  void closedGate_isAskedFirstNextTime() {
    bed.gate(
            "First",
            pod -> {
              asked.add("First");
              return true;
            })
        .listens("First", ADD);
    bed.gate(
            "Second",
            pod -> {
              asked.add("Second");
              return open.get();
            })
        .listens("Second", ADD);
    bed.add(pod("a"));
    assertThat(asked).containsExactly("First", "Second");
    asked.clear();

    bed.happens(ADD);
    assertThat(asked).containsExactly("Second");
    asked.clear();

    open.set(true);
    bed.happens(ADD);
    assertThat(asked).containsExactly("Second", "First");
  }

  @Test
  void secondGateTakesOver_podWaitsForTheSecondOnly() {
    AtomicBoolean secondOpen = new AtomicBoolean();
    withDoor().listens("Door", ADD);
    bed.gate("Other", pod -> secondOpen.get()).listens("Other", DELETE).add(pod("a"));
    assertThat(find("a").gatedBy()).isEqualTo("Door");

    open.set(true);
    bed.happens(ADD);
    assertThat(find("a").gatedBy()).isEqualTo("Other");

    secondOpen.set(true);
    bed.happens(ADD);
    assertThat(find("a").gatedBy()).isEqualTo("Other");
    bed.happens(DELETE);
    assertThat(find("a").place()).isEqualTo(Place.ACTIVE);
  }

  @Test
  void gateThatThrows_keepsThePodOut() {
    bed.gate(
        new PreEnqueuePlugin() {
          @Override
          public String name() {
            return "Broken";
          }

          @Override
          public Status preEnqueue(PodInfo pod) {
            throw new IllegalStateException("a bug in a plugin");
          }
        });

    bed.add(pod("a"));

    assertThat(find("a").gatedBy()).isEqualTo("Broken");
  }

  @Test
  void gatedPod_isNotFlushedAndDoesNotNeedTicks() {
    withDoor().deaf("Door").add(pod("a")).after(seconds(0));
    asked.clear();
    assertThat(bed.queue().nextDeadlineMicros()).isEqualTo(Long.MAX_VALUE);

    bed.after(seconds(1000)).after(seconds(1000));

    assertThat(find("a").gatedBy()).isEqualTo("Door");
    assertThat(asked).isEmpty();
  }

  @Test
  void gatedPodOfOldAge_doesNotWakePodsInFlight() {
    withSchedulingGates().listens("Fit", ADD).add(gated("old")).silently(seconds(1000));
    bed.add(pod("a"));
    QueuedPod a = bed.popped();

    bed.queue().tick();
    bed.queue().addUnschedulable(a, List.of("Fit"), List.of());

    assertThat(a.place()).isEqualTo(Place.UNSCHEDULABLE);
  }

  @Test
  void gateWithoutRegistrations_isAskedOnAnyChange() {
    withDoor().add(pod("a"));
    open.set(true);

    bed.happens(ClusterEvent.of(EventResource.STORAGE_CLASS, ActionType.ADD));

    assertThat(find("a").place()).isEqualTo(Place.ACTIVE);
  }

  @Test
  void deletedGatedPod_isGone() {
    withSchedulingGates().add(gated("a"));

    bed.queue().delete("uid-a");

    assertThat(bed.queue().sizes()).isEqualTo(QueueSizes.NONE);
  }
}
