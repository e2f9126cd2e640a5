package dev.berth.queue;

import static dev.berth.queue.NodeEvents.ADD;
import static dev.berth.queue.QueueBed.next;
import static dev.berth.queue.QueueBed.pod;
import static dev.berth.queue.QueueBed.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Arriving, being popped, being updated, leaving. */
final class SchedulingQueueTest {
  private final QueueBed bed = new QueueBed().listens("Fit", ADD);
  private final SchedulingQueue queue = bed.queue();

  @Test
  void pop_severalPriorities_highestFirst() {
    bed.add(pod("low", 1), pod("high", 100), pod("middle", 10));

    assertThat(bed.popAll()).containsExactly("high", "middle", "low");
  }

  @Test
  void pop_samePriority_whoQueuedEarlierFirst() {
    bed.add(pod("first")).silently(seconds(1)).add(pod("second")).silently(seconds(1));
    bed.add(pod("third"));

    assertThat(bed.popAll()).containsExactly("first", "second", "third");
  }

  @Test
  void pop_samePriorityAndMoment_whoArrivedEarlierFirst() {
    bed.add(pod("c"), pod("a"), pod("b"), pod("e"), pod("d"));

    assertThat(bed.popAll()).containsExactly("c", "a", "b", "e", "d");
  }

  @Test
  void pop_podThatFailedOften_doesNotBlockNewerPodOfItsPriority() {
    bed.add(pod("tried"));
    QueuedPod tried = bed.popped();
    bed.silently(seconds(1)).add(pod("newer")).silently(seconds(1));
    queue.addUnschedulable(tried, List.of("Fit"), List.of());
    bed.silently(seconds(20)).happens(ADD);

    assertThat(bed.popAll()).containsExactly("newer", "tried");
  }

  @Test
  void pop_nobodyWaits_null() {
    assertThat(queue.pop()).isNull();
  }

  @Test
  void pop_countsTheAttempt() {
    bed.add(pod("a"));
    QueuedPod queued = bed.popped();
    assertThat(queued.attempts()).isEqualTo(1);

    queue.addUnschedulable(queued, List.of("Fit"), List.of());
    bed.happens(ADD);

    assertThat(bed.popped().attempts()).isEqualTo(2);
  }

  @Test
  void add_sameUidTwice_isOnePod() {
    bed.add(pod("a"), pod("a"));

    assertThat(bed.popAll()).containsExactly("a");
  }

  @Test
  void add_otherUidUnderTheSameName_replacesThePod() {
    QueuedPod old = bed.rejected(pod("a"), "Fit");

    bed.add(pod("a").toBuilder().uid("uid-new").build());

    assertThat(old.place()).isEqualTo(Place.GONE);
    QueuedPod queued = bed.popped();
    assertThat(queued.uid()).isEqualTo("uid-new");
    assertThat(queued.attempts()).isEqualTo(1);
    assertThat(queue.pop()).isNull();
  }

  @Test
  void add_otherUidWhileTheOldOneIsInFlight_oldOneDoesNotComeBack() {
    bed.add(pod("a"));
    QueuedPod old = bed.popped();
    bed.add(pod("a").toBuilder().uid("uid-new").build());

    assertThat(queue.addUnschedulable(old, List.of("Fit"), List.of())).isFalse();

    assertThat(queue.sizes()).isEqualTo(new QueueSizes(1, 0, 0, 0, 0));
  }

  @Test
  void add_schedulerNameOfNoProfile_isRefused() {
    PodInfo stranger = pod("a").toBuilder().schedulerName("other").build();

    assertThatThrownBy(() -> queue.addOrUpdate(stranger))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("ns/a", "other", "Maybe");
  }

  @Test
  void update_activePod_isReplacedAndReordered() {
    PodInfo low = pod("low", 1);
    bed.add(pod("middle", 5), low);

    bed.add(next(low, b -> b.priority(10)));

    QueuedPod first = bed.popped();
    assertThat(first.pod().key().name()).isEqualTo("low");
    assertThat(first.pod().priority()).isEqualTo(10);
    assertThat(bed.popAll()).containsExactly("middle");
  }

  @Test
  void update_podThatBacksOff_isReplacedWhereItIs() {
    PodInfo low = pod("low", 1);
    bed.rejected(pod("middle", 5), "Fit");
    bed.rejected(low, "Fit");
    bed.happens(ADD);

    bed.add(next(low, b -> b.priority(10)));

    assertThat(bed.placeOf("low")).isEqualTo(Place.BACKOFF);
    assertThat(bed.popAll()).containsExactly("low", "middle");
  }

  @Test
  void update_podThatFailedWithAnError_isReplacedWhereItIs() {
    PodInfo a = pod("a");
    QueuedPod queued = bed.rejected(a);

    bed.add(next(a, b -> b.priority(10)));

    assertThat(queued.place()).isEqualTo(Place.BACKOFF);
    assertThat(queued.pod().priority()).isEqualTo(10);
    assertThat(queue.pop()).as("errors are not popped early").isNull();
  }

  @Test
  void update_sameResourceVersion_isIgnored() {
    bed.add(pod("a", 1));

    bed.add(pod("a", 7));

    assertThat(bed.popped().pod().priority()).isEqualTo(1);
  }

  @Test
  void update_unknownPod_isAdded() {
    bed.add(next(pod("a"), b -> b));

    assertThat(bed.popAll()).containsExactly("a");
  }

  @Test
  void update_podInFlight_attemptKeepsItsVersionAndTheNewOneComesBack() {
    PodInfo a = pod("a", 1);
    bed.add(a);
    QueuedPod queued = bed.popped();

    bed.add(next(a, b -> b.priority(9)));
    assertThat(queued.pod().priority()).isEqualTo(1);
    assertThat(queue.pop()).as("a pod in flight is not queued again").isNull();

    queue.addUnschedulable(queued, List.of("Fit"), List.of());
    assertThat(queued.pod().priority()).isEqualTo(9);
  }

  @Test
  void update_podThatIsBeingBound_isNotQueuedAgainAndComesBackNewWhenBindingFails() {
    PodInfo a = pod("a", 1);
    bed.add(a);
    QueuedPod queued = bed.popped();
    queue.done(a.uid());

    bed.add(next(a, b -> b.priority(9)));
    assertThat(queue.pop()).isNull();

    queue.addUnschedulable(queued, List.of(), List.of());
    assertThat(queued.pod().priority()).isEqualTo(9);
    assertThat(queued.place()).isEqualTo(Place.BACKOFF);
  }

  @Test
  void delete_fromEachPlace_leavesNothing() {
    bed.gate("Gates", pod -> pod.priority() >= 0);
    SchedulingQueue gatedQueue = bed.queue();
    QueuedPod handedOver = popOnly("handed-over");
    gatedQueue.done(handedOver.uid());
    popOnly("in-flight");
    bed.rejected(pod("error"));
    bed.rejected(pod("backoff"), "Fit");
    bed.happens(ADD);
    popAndReject("unschedulable");
    bed.add(pod("gated", -1), pod("active", 3));
    assertThat(gatedQueue.sizes()).isEqualTo(new QueueSizes(1, 2, 1, 1, 1));

    for (String name :
        List.of(
            "handed-over", "in-flight", "error", "backoff", "unschedulable", "gated", "active")) {
      assertThat(bed.placeOf(name)).as(name).isNotEqualTo(Place.GONE);
      gatedQueue.delete("uid-" + name);
      assertThat(bed.placeOf(name)).as(name).isEqualTo(Place.GONE);
    }

    assertThat(gatedQueue.sizes()).isEqualTo(QueueSizes.NONE);
    bed.happens(ADD).after(seconds(600));
    assertThat(gatedQueue.pop()).isNull();
  }

  private QueuedPod popOnly(String name) {
    bed.add(pod(name, 50));
    QueuedPod queued = bed.popped();
    assertThat(queued.pod().key().name()).isEqualTo(name);
    return queued;
  }

  private void popAndReject(String name) {
    QueuedPod queued = popOnly(name);
    bed.queue().addUnschedulable(queued, List.of("Fit"), List.of());
  }

  @Test
  void delete_unknownUid_isNothing() {
    bed.add(pod("a"));

    queue.delete("uid-unknown");

    assertThat(bed.popAll()).containsExactly("a");
  }

  @Test
  void bound_podInFlight_doesNotComeBack() {
    bed.add(pod("a"));
    QueuedPod queued = bed.popped();

    queue.bound(queued.uid());

    assertThat(queue.addUnschedulable(queued, List.of("Fit"), List.of())).isFalse();
    assertThat(queue.find(new PodKey("ns", "a"))).isNull();
  }

  @Test
  void addUnschedulable_podThatIsWaiting_isAMistakeOfTheCaller() {
    QueuedPod queued = bed.rejected(pod("a"), "Fit");

    assertThatThrownBy(() -> queue.addUnschedulable(queued, List.of("Fit"), List.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("ns/a", "UNSCHEDULABLE", "Maybe");
  }

  @Test
  void sizes_followEachStep() {
    bed.add(pod("a"), pod("b"));
    assertThat(queue.sizes()).isEqualTo(new QueueSizes(2, 0, 0, 0, 0));

    QueuedPod a = bed.popped();
    assertThat(queue.sizes()).isEqualTo(new QueueSizes(1, 0, 0, 0, 1));

    queue.addUnschedulable(a, List.of("Fit"), List.of());
    assertThat(queue.sizes()).isEqualTo(new QueueSizes(1, 0, 1, 0, 0));

    bed.happens(ADD);
    assertThat(queue.sizes()).isEqualTo(new QueueSizes(1, 1, 0, 0, 0));

    bed.after(seconds(5));
    assertThat(queue.sizes()).isEqualTo(new QueueSizes(2, 0, 0, 0, 0));

    queue.done(bed.popped().uid());
    assertThat(queue.sizes()).isEqualTo(new QueueSizes(1, 0, 0, 0, 0));

    queue.delete("uid-a");
    queue.delete("uid-b");
    assertThat(queue.sizes()).isEqualTo(QueueSizes.NONE);
  }

  @Test
  void profiles_none_isRefused() {
    assertThatThrownBy(
            () -> new SchedulingQueue(List.of(), QueueSettings.DEFAULTS, InstantSource.system()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Maybe");
  }
}
