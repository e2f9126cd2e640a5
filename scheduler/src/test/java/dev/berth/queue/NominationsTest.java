package dev.berth.queue;

import static dev.berth.queue.PodEvents.ASSIGNED_POD_DELETE;
import static dev.berth.queue.QueueBed.next;
import static dev.berth.queue.QueueBed.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Labels;
import dev.berth.model.PodInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which pods are promised which node, and who is woken when a promise ends. */
final class NominationsTest {
  private final QueueBed bed = new QueueBed().listens("Fit", ASSIGNED_POD_DELETE);
  private final SchedulingQueue queue = bed.queue();

  private static PodInfo nominated(String name, int priority, String node) {
    return pod(name, priority).withNominatedNodeName(node);
  }

  private List<String> on(String node) {
    return queue.nominations().on(node).stream().map(pod -> pod.key().name()).toList();
  }

  @Test
  void podWithNominationInItsStatus_isNominatedWhenItArrives() {
    bed.add(nominated("a", 0, "n1"), nominated("b", 0, "n1"), pod("c"));

    assertThat(on("n1")).containsExactly("a", "b");
    assertThat(queue.nominations().nodeNames()).containsExactly("n1");
    assertThat(queue.nominations().isEmpty()).isFalse();
  }

  @Test
  void gatedPod_isNotNominatedWhenItArrives() {
    bed.gate("Closed", pod -> false).add(nominated("a", 0, "n1"));

    assertThat(bed.queue().nominations().isEmpty()).isTrue();
  }

  @Test
  void nominate_inMemory_countsBeforeTheApiServerKnows() {
    QueuedPod a = bed.rejected(pod("a"), "Fit");

    queue.nominate(a, "n5");

    assertThat(on("n5")).containsExactly("a");
  }

  @Test
  void nominate_anotherNode_movesTheNomination() {
    QueuedPod a = bed.rejected(nominated("a", 0, "n1"), "Fit");

    queue.nominate(a, "n2");

    assertThat(on("n1")).isEmpty();
    assertThat(on("n2")).containsExactly("a");
    assertThat(queue.nominations().nodeNames()).containsExactly("n2");
  }

  @Test
  void nominate_emptyName_clears() {
    QueuedPod a = bed.rejected(nominated("a", 0, "n1"), "Fit");

    queue.nominate(a, "");

    assertThat(queue.nominations().isEmpty()).isTrue();
  }

  @Test
  void nominate_null_takesWhatTheStatusSays() {
    QueuedPod a = bed.rejected(nominated("a", 0, "n1"), "Fit");
    queue.nominate(a, "n2");

    queue.nominate(a, null);

    assertThat(on("n1")).containsExactly("a");
    assertThat(on("n2")).isEmpty();
  }

  @Test
  void nominate_podThatIsGone_isIgnored() {
    QueuedPod a = bed.rejected(pod("a"), "Fit");
    queue.delete(a.uid());

    queue.nominate(a, "n1");

    assertThat(queue.nominations().isEmpty()).isTrue();
  }

  @Test
  void popping_keepsTheNomination() {
    bed.add(nominated("a", 0, "n1"));

    bed.popped();

    assertThat(on("n1")).containsExactly("a");
  }

  @Test
  void remove_whenAssumed_endsTheNominationOfThatPodOnly() {
    bed.add(nominated("a", 0, "n1"), nominated("b", 0, "n1"));

    queue.nominations().remove("uid-a");

    assertThat(on("n1")).containsExactly("b");
  }

  @Test
  void update_thatSaysNothingOfNominations_keepsTheOneInMemoryWithTheNewPod() {
    PodInfo a = pod("a");
    QueuedPod queued = bed.rejected(a, "Fit");
    queue.nominate(queued, "n5");

    bed.add(next(a, b -> b.labels(Labels.of(Map.of("app", "web")))));

    assertThat(on("n5")).containsExactly("a");
    assertThat(queue.nominations().on("n5").getFirst().labels().get("app")).isEqualTo("web");
  }

  @Test
  void update_thatBringsANomination_takesItOver() {
    PodInfo a = pod("a");
    QueuedPod queued = bed.rejected(a, "Fit");
    queue.nominate(queued, "n5");

    bed.add(next(a, b -> b.nominatedNodeName("n6")));

    assertThat(on("n5")).isEmpty();
    assertThat(on("n6")).containsExactly("a");
  }

  @Test
  void update_thatTakesTheNominationAway_endsItAndWakesPodsOfLessOrEqualPriority() {
    PodInfo a = nominated("a", 5, "n1");
    QueuedPod equal = bed.rejected(pod("equal", 5), "Fit");
    QueuedPod higher = bed.rejected(pod("higher", 6), "Fit");
    bed.add(a);

    bed.add(next(a, b -> b.nominatedNodeName("")));

    assertThat(queue.nominations().isEmpty()).isTrue();
    assertThat(equal.place()).isEqualTo(Place.BACKOFF);
    assertThat(higher.place()).isEqualTo(Place.UNSCHEDULABLE);
  }

  @Test
  void update_thatSetsAFirstNomination_wakesNobody() {
    PodInfo a = pod("a", 5);
    QueuedPod equal = bed.rejected(pod("equal", 5), "Fit");
    bed.add(a);

    bed.add(next(a, b -> b.nominatedNodeName("n1")));

    assertThat(equal.place()).isEqualTo(Place.UNSCHEDULABLE);
  }

  @Test
  void delete_ofANominatedPod_wakesPodsOfLessOrEqualPriority() {
    QueuedPod equal = bed.rejected(pod("equal", 5), "Fit");
    QueuedPod higher = bed.rejected(pod("higher", 6), "Fit");
    bed.add(nominated("a", 5, "n1"));

    queue.delete("uid-a");

    assertThat(queue.nominations().isEmpty()).isTrue();
    assertThat(equal.place()).isEqualTo(Place.BACKOFF);
    assertThat(higher.place()).isEqualTo(Place.UNSCHEDULABLE);
  }

  @Test
  void delete_ofAPodWithoutNomination_wakesNobody() {
    QueuedPod equal = bed.rejected(pod("equal", 5), "Fit");
    bed.add(pod("a", 5));

    queue.delete("uid-a");

    assertThat(equal.place()).isEqualTo(Place.UNSCHEDULABLE);
  }

  @Test
  void bound_nominatedPod_endsTheNominationAndWakesNobody() {
    QueuedPod equal = bed.rejected(pod("equal", 5), "Fit");
    bed.add(nominated("a", 5, "n1"));

    queue.bound("uid-a");

    assertThat(queue.nominations().isEmpty()).isTrue();
    assertThat(equal.place()).isEqualTo(Place.UNSCHEDULABLE);
  }

  @Test
  void update_ofAPodBeingBound_doesNotNominateIt() {
    PodInfo a = pod("a");
    bed.add(a);
    queue.done(bed.popped().uid());

    bed.add(next(a, b -> b.nominatedNodeName("n1")));

    assertThat(queue.nominations().isEmpty()).isTrue();
  }
}
