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
import dev.berth.framework.QueueingHint;
import dev.berth.model.Labels;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which change wakes which rejected pod. */
final class WakeUpTest {
  private static final ClusterEvent NODE_LABEL =
      ClusterEvent.of(EventResource.NODE, ActionType.UPDATE_NODE_LABEL);
  private static final ClusterEvent NODE_TAINT =
      ClusterEvent.of(EventResource.NODE, ActionType.UPDATE_NODE_TAINT);
  private static final ClusterEvent ANY_NODE_UPDATE =
      ClusterEvent.of(EventResource.NODE, ActionType.UPDATE);
  private static final ClusterEvent POD_LABEL =
      ClusterEvent.of(EventResource.POD, ActionType.UPDATE_POD_LABEL);
  private static final ClusterEvent ANY_POD_UPDATE =
      ClusterEvent.of(EventResource.POD, ActionType.UPDATE);
  private static final QueueingHint.Function SKIP = (pod, before, after) -> QueueingHint.SKIP;

  private final QueueBed bed = new QueueBed();

  @Test
  void hintSaysQueue_wakesThePod() {
    bed.listens("Fit", ADD);
    QueuedPod a = bed.rejected(pod("a"), "Fit");

    bed.happens(ADD);

    assertThat(a.place()).isEqualTo(Place.BACKOFF);
  }

  @Test
  void hintSaysSkip_leavesThePod() {
    bed.hint("Fit", ADD, SKIP);
    QueuedPod a = bed.rejected(pod("a"), "Fit");

    bed.happens(ADD);

    assertThat(a.place()).isEqualTo(Place.UNSCHEDULABLE);
    assertThat(bed.hintsAsked).isEqualTo(1);
  }

  @Test
  void hintThrows_countsAsQueue() {
    bed.hint(
        "Fit",
        ADD,
        (pod, before, after) -> {
          throw new IllegalStateException("a bug in a plugin");
        });
    QueuedPod a = bed.rejected(pod("a"), "Fit");

    bed.happens(ADD);

    assertThat(a.place()).isEqualTo(Place.BACKOFF);
  }

  @Test
  void hint_isGivenThePodAndBothObjects() {
    List<Object> seen = new ArrayList<>();
    bed.hint(
        "Fit",
        NODE_LABEL,
        (pod, before, after) -> {
          seen.add(pod.key().name());
          seen.add(String.valueOf(before));
          seen.add(String.valueOf(after));
          return QueueingHint.SKIP;
        });
    bed.rejected(pod("a"), "Fit");

    bed.queue().moveAll(NODE_LABEL, "old", "new");

    assertThat(seen).containsExactly("a", "old", "new");
  }

  @Test
  void otherKindOfChange_asksNobody() {
    bed.listens("Fit", ADD);
    QueuedPod a = bed.rejected(pod("a"), "Fit");

    bed.happens(DELETE).happens(NODE_LABEL);

    assertThat(a.place()).isEqualTo(Place.UNSCHEDULABLE);
    assertThat(bed.hintsAsked).isZero();
  }

  @Test
  void pluginThatDidNotReject_isNotAsked() {
    bed.listens("Fit", ADD).listens("Ports", ADD);
    bed.rejected(pod("a"), "Fit");

    bed.queue().moveAll(ADD, null, "node", p -> true);

    assertThat(bed.hintsAsked).isEqualTo(1);
  }

  @Test
  void oneOfSeveralRejectorsSaysQueue_isEnough() {
    bed.hint("Fit", ADD, SKIP).listens("Ports", ADD);
    QueuedPod a = bed.rejected(pod("a"), "Fit", "Ports");

    bed.happens(ADD);

    assertThat(a.place()).isEqualTo(Place.BACKOFF);
  }

  @Test
  void pluginRegisteredAnyUpdate_isWokenByAFineOne() {
    bed.listens("Fit", ANY_NODE_UPDATE);
    QueuedPod a = bed.rejected(pod("a"), "Fit");

    bed.happens(NODE_LABEL);

    assertThat(a.place()).isEqualTo(Place.BACKOFF);
  }

  @Test
  void pluginRegisteredAFineUpdate_isNotWokenByThePlainOne() {
    bed.listens("Fit", NODE_LABEL);
    QueuedPod a = bed.rejected(pod("a"), "Fit");

    bed.happens(ANY_NODE_UPDATE);

    assertThat(a.place()).isEqualTo(Place.UNSCHEDULABLE);
  }

  @Test
  void pluginRegisteredPods_isWokenByPodsWithAndWithoutNode() {
    bed.listens("Ports", ClusterEvent.of(EventResource.POD, ActionType.DELETE));
    QueuedPod a = bed.rejected(pod("a"), "Ports");
    bed.happens(PodEvents.ASSIGNED_POD_DELETE);
    assertThat(a.place()).isEqualTo(Place.BACKOFF);

    bed.rejectNext("a", "Ports");
    bed.happens(ClusterEvent.of(EventResource.UNSCHEDULABLE_POD, ActionType.DELETE));
    assertThat(a.place()).isEqualTo(Place.BACKOFF);
  }

  @Test
  void pluginWaitsForNodes_isWokenByTaintsThatItDidNotRegister() {
    bed.hint("Name", ADD, SKIP);
    QueuedPod a = bed.rejected(pod("a"), "Name");

    bed.happens(NODE_TAINT);

    assertThat(a.place()).isEqualTo(Place.BACKOFF);
  }

  @Test
  void pluginWaitsForNodesAndTaints_isAskedAboutTaints() {
    bed.listens("Name", ADD).hint("Name", NODE_TAINT, SKIP);
    QueuedPod a = bed.rejected(pod("a"), "Name");

    bed.happens(NODE_TAINT);

    assertThat(a.place()).isEqualTo(Place.UNSCHEDULABLE);
  }

  @Test
  void pluginWithoutRegistrations_isWokenByAnything() {
    QueuedPod a = bed.rejected(pod("a"), "Extender");

    bed.happens(ClusterEvent.of(EventResource.STORAGE_CLASS, ActionType.UPDATE));

    assertThat(a.place()).isEqualTo(Place.BACKOFF);
  }

  @Test
  void pluginThatRegisteredNothing_isWokenByNoChange() {
    bed.deaf("Deaf");
    QueuedPod a = bed.rejected(pod("a"), "Deaf");

    bed.happens(ADD).happens(DELETE).happens(PodEvents.ASSIGNED_POD_DELETE);

    assertThat(a.place()).isEqualTo(Place.UNSCHEDULABLE);
  }

  @Test
  void wildcard_wakesEveryRejectedPodWithoutAsking() {
    bed.deaf("Deaf").hint("Fit", ADD, SKIP);
    QueuedPod a = bed.rejected(pod("a"), "Deaf");
    QueuedPod b = bed.rejected(pod("b"), "Fit");

    bed.queue().moveAll(ClusterEvent.WILDCARD, null, null);

    assertThat(List.of(a.place(), b.place())).containsOnly(Place.BACKOFF);
    assertThat(bed.hintsAsked).isZero();
  }

  @Test
  void pendingPluginSaysQueue_skipsTheBackoff() {
    bed.listens("Claims", ADD);
    QueuedPod a = bed.pending(pod("a"), "Claims");

    bed.happens(ADD);

    assertThat(a.place()).isEqualTo(Place.ACTIVE);
  }

  @Test
  void onlyTheOtherRejectorOfAPendingPodSaysQueue_servesTheBackoff() {
    bed.listens("Fit", ADD).hint("Claims", ADD, SKIP).add(pod("a"));
    QueuedPod a = bed.popped();
    bed.queue().addUnschedulable(a, List.of("Fit"), List.of("Claims"));

    bed.happens(ADD);

    assertThat(a.place()).isEqualTo(Place.BACKOFF);
  }

  @Test
  void bothRejectorsOfAPendingPodSayQueue_skipsTheBackoff() {
    bed.listens("Fit", ADD).listens("Claims", ADD).add(pod("a"));
    QueuedPod a = bed.popped();
    bed.queue().addUnschedulable(a, List.of("Fit"), List.of("Claims"));

    bed.happens(ADD);

    assertThat(a.place()).isEqualTo(Place.ACTIVE);
  }

  @Test
  void rejectorsOfAnEarlierAttempt_areForgotten() {
    bed.listens("Fit", ADD).listens("Ports", DELETE);
    QueuedPod a = bed.rejected(pod("a"), "Fit");
    bed.happens(ADD);
    bed.rejectNext("a", "Ports");
    assertThat(a.rejectedBy()).containsExactly("Ports");

    bed.happens(ADD);

    assertThat(a.place()).isEqualTo(Place.UNSCHEDULABLE);
  }

  @Test
  void predicate_limitsWhoIsConsidered() {
    bed.listens("Fit", PodEvents.ASSIGNED_POD_DELETE);
    QueuedPod low = bed.rejected(pod("low", 1), "Fit");
    QueuedPod high = bed.rejected(pod("high", 9), "Fit");

    bed.queue()
        .moveAll(PodEvents.ASSIGNED_POD_DELETE, pod("gone", 5), null, pod -> pod.priority() <= 5);

    assertThat(low.place()).isEqualTo(Place.BACKOFF);
    assertThat(high.place()).isEqualTo(Place.UNSCHEDULABLE);
  }

  @Test
  void ownUpdate_thatItsRejectorWaitsFor_wakesThePod() {
    bed.listens("Spread", POD_LABEL);
    PodInfo a = pod("a");
    QueuedPod queued = bed.rejected(a, "Spread");

    bed.add(next(a, b -> b.labels(Labels.of(Map.of("app", "web")))));

    assertThat(queued.place()).isEqualTo(Place.BACKOFF);
    assertThat(queued.pod().labels().get("app")).isEqualTo("web");
  }

  @Test
  void ownUpdate_afterTheBackoff_goesStraightToActive() {
    bed.listens("Spread", POD_LABEL);
    PodInfo a = pod("a");
    QueuedPod queued = bed.rejected(a, "Spread");

    bed.after(seconds(2)).add(next(a, b -> b.labels(Labels.of(Map.of("app", "web")))));

    assertThat(queued.place()).isEqualTo(Place.ACTIVE);
  }

  @Test
  void ownUpdate_thatNoRejectorWaitsFor_isTakenOverInPlace() {
    bed.listens("Fit", ADD);
    PodInfo a = pod("a");
    QueuedPod queued = bed.rejected(a, "Fit");

    bed.add(next(a, b -> b.labels(Labels.of(Map.of("app", "web")))));

    assertThat(queued.place()).isEqualTo(Place.UNSCHEDULABLE);
    assertThat(queued.pod().labels().get("app")).isEqualTo("web");
  }

  @Test
  void ownUpdate_hintSaysSkip_staysInPlace() {
    bed.hint("Features", ANY_POD_UPDATE, SKIP);
    PodInfo a = pod("a");
    QueuedPod queued = bed.rejected(a, "Features");

    bed.add(next(a, b -> b.generation(2)));

    assertThat(queued.place()).isEqualTo(Place.UNSCHEDULABLE);
    assertThat(bed.hintsAsked).isEqualTo(1);
  }

  @Test
  void ownUpdate_doesNotWakeOthers() {
    bed.listens("Spread", POD_LABEL);
    PodInfo a = pod("a");
    bed.rejected(a, "Spread");
    QueuedPod other = bed.rejected(pod("other"), "Spread");

    bed.add(next(a, b -> b.labels(Labels.of(Map.of("app", "web")))));

    assertThat(other.place()).isEqualTo(Place.UNSCHEDULABLE);
  }

  @Test
  void changeNobodyRegistered_isNotAskedOfThousands() {
    bed.listens("Fit", ADD).hint("Ports", DELETE, SKIP);
    for (int i = 0; i < 3000; i++) {
      bed.rejected(pod("fit-" + i), "Fit");
    }
    bed.rejected(pod("ports"), "Ports");

    bed.happens(DELETE);

    assertThat(bed.hintsAsked).isEqualTo(1);
  }
}
