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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What happens while a pod is being tried is not lost. */
final class InFlightEventsTest {
  private static final ClusterEvent POD_LABEL =
      ClusterEvent.of(EventResource.POD, ActionType.UPDATE_POD_LABEL);
  private static final ClusterEvent CLASS =
      ClusterEvent.of(EventResource.STORAGE_CLASS, ActionType.ADD);

  private final QueueBed bed = new QueueBed().listens("Fit", ADD).listens("Claims", DELETE);

  private QueuedPod popped(PodInfo pod) {
    bed.add(pod);
    return bed.popped();
  }

  private Place comesBack(QueuedPod pod, String... plugins) {
    bed.queue().addUnschedulable(pod, List.of(plugins), List.of());
    return pod.place();
  }

  @Test
  void helpfulChange_duringTheAttempt_sendsThePodToBackoff() {
    QueuedPod a = popped(pod("a"));

    bed.happens(ADD);

    assertThat(comesBack(a, "Fit")).isEqualTo(Place.BACKOFF);
  }

  @Test
  void helpfulChange_beforeTheAttempt_isIgnored() {
    bed.add(pod("a"), pod("b"));
    bed.popped();
    bed.happens(ADD);
    QueuedPod b = bed.popped();

    assertThat(comesBack(b, "Fit")).isEqualTo(Place.UNSCHEDULABLE);
  }

  @Test
  void helpfulChange_afterTheAttemptWasDone_isForgotten() {
    QueuedPod a = popped(pod("a"));
    bed.queue().done(a.uid());
    bed.happens(ADD);
    comesBack(a);
    bed.after(seconds(2));

    QueuedPod again = bed.popped();

    assertThat(comesBack(again, "Fit")).isEqualTo(Place.UNSCHEDULABLE);
  }

  @Test
  void otherChange_duringTheAttempt_leavesThePodUnschedulable() {
    QueuedPod a = popped(pod("a"));

    bed.happens(DELETE).happens(CLASS);

    assertThat(comesBack(a, "Fit")).isEqualTo(Place.UNSCHEDULABLE);
  }

  @Test
  void hintSaysSkip_toTheChangeDuringTheAttempt_leavesThePodUnschedulable() {
    bed.hint("Ports", ADD, (pod, before, after) -> QueueingHint.SKIP);
    QueuedPod a = popped(pod("a"));

    bed.happens(ADD);

    assertThat(comesBack(a, "Ports")).isEqualTo(Place.UNSCHEDULABLE);
  }

  @Test
  void secondOfTwoChanges_helps() {
    QueuedPod a = popped(pod("a"));

    bed.happens(DELETE).happens(ADD);

    assertThat(comesBack(a, "Fit")).isEqualTo(Place.BACKOFF);
  }

  @Test
  void changeForThePendingPlugin_duringTheAttempt_skipsTheBackoff() {
    QueuedPod a = popped(pod("a"));
    bed.happens(ADD).happens(DELETE);

    bed.queue().addUnschedulable(a, List.of("Fit"), List.of("Claims"));

    assertThat(a.place()).as("the later, stronger one counts").isEqualTo(Place.ACTIVE);
  }

  @Test
  void hints_areAskedInOrderWithTheObjectsOfTheChange() {
    List<String> seen = new ArrayList<>();
    bed.hint(
        "Ports",
        ADD,
        (pod, before, after) -> {
          seen.add(before + ">" + after);
          return QueueingHint.SKIP;
        });
    QueuedPod a = popped(pod("a"));
    bed.queue().moveAll(ADD, null, "n1");
    bed.queue().moveAll(ADD, null, "n2");

    comesBack(a, "Ports");

    assertThat(seen).containsExactly("null>n1", "null>n2");
  }

  @Test
  void error_needsNoChangeAndAsksNoHint() {
    QueuedPod a = popped(pod("a"));
    bed.happens(ADD);

    assertThat(comesBack(a)).isEqualTo(Place.BACKOFF);
    assertThat(bed.hintsAsked).isZero();
  }

  @Test
  void severalInFlight_eachSeesWhatCameAfterItsOwnStart() {
    bed.add(pod("a"), pod("b"), pod("c"));
    QueuedPod a = bed.popped();
    bed.happens(CLASS);
    QueuedPod b = bed.popped();
    bed.happens(ADD);
    QueuedPod c = bed.popped();
    bed.happens(DELETE);

    assertThat(comesBack(b, "Fit")).isEqualTo(Place.BACKOFF);
    assertThat(comesBack(c, "Fit")).isEqualTo(Place.UNSCHEDULABLE);
    assertThat(comesBack(a, "Fit")).isEqualTo(Place.BACKOFF);
    assertThat(bed.queue().sizes().inFlight()).isZero();
  }

  @Test
  void ownUpdate_duringTheAttempt_isReplayedThroughHints() {
    bed.listens("Spread", POD_LABEL);
    PodInfo a = pod("a");
    QueuedPod queued = popped(a);

    bed.add(next(a, b -> b.labels(Labels.of(Map.of("app", "web")))));

    assertThat(comesBack(queued, "Spread")).isEqualTo(Place.BACKOFF);
    assertThat(queued.pod().labels().get("app")).isEqualTo("web");
  }

  @Test
  void ownUpdates_ofSeveralVersions_areReplayedOneByOne() {
    List<String> seen = new ArrayList<>();
    bed.hint(
        "Spread",
        POD_LABEL,
        (pod, before, after) -> {
          seen.add(version(before) + ">" + version(after));
          return QueueingHint.SKIP;
        });
    PodInfo v1 = pod("a");
    PodInfo v2 = next(v1, b -> b.labels(Labels.of(Map.of("n", "2"))));
    PodInfo v3 = next(v2, b -> b.labels(Labels.of(Map.of("n", "3"))));
    QueuedPod queued = popped(v1);
    bed.add(v2, v3);

    comesBack(queued, "Spread");

    assertThat(seen).containsExactly("1>2", "2>3");
  }

  private static String version(@Nullable Object pod) {
    return pod instanceof PodInfo info ? info.resourceVersion() : "none";
  }

  @Test
  void unknownPlugin_isWokenByAChangeNobodyRegistered() {
    QueuedPod a = popped(pod("a"));

    bed.happens(CLASS);

    assertThat(comesBack(a, "Extender")).isEqualTo(Place.BACKOFF);
  }

  @Test
  void unknownPlugin_changeBeforeTheAttempt_isIgnored() {
    bed.add(pod("a"), pod("b"));
    QueuedPod a = bed.popped();
    bed.happens(CLASS);
    QueuedPod b = bed.popped();

    assertThat(comesBack(b, "Extender")).isEqualTo(Place.UNSCHEDULABLE);
    assertThat(comesBack(a, "Extender")).isEqualTo(Place.BACKOFF);
  }

  @Test
  void unknownPlugin_changeAfterASecondStart_isSeenByBoth() {
    bed.add(pod("a"), pod("b"));
    QueuedPod a = bed.popped();
    bed.happens(CLASS);
    QueuedPod b = bed.popped();
    bed.happens(CLASS);

    assertThat(comesBack(a, "Extender")).isEqualTo(Place.BACKOFF);
    assertThat(comesBack(b, "Extender")).isEqualTo(Place.BACKOFF);
  }

  @Test
  void flushOfOthers_duringTheAttempt_countsAsAChange() {
    bed.rejected(pod("old"), "Fit");
    bed.silently(seconds(301));
    QueuedPod a = popped(pod("a"));

    bed.queue().tick();

    assertThat(bed.placeOf("old")).isEqualTo(Place.ACTIVE);
    assertThat(comesBack(a, "Fit")).isEqualTo(Place.BACKOFF);
  }

  @Test
  void tickWithNothingToFlush_duringTheAttempt_isNoChange() {
    QueuedPod a = popped(pod("a"));

    bed.after(seconds(301));

    assertThat(comesBack(a, "Fit")).isEqualTo(Place.UNSCHEDULABLE);
  }
}
