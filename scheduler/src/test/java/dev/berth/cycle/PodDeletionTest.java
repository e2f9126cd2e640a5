package dev.berth.cycle;

import static dev.berth.cycle.PodLifeBed.NOBODY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.Status;
import dev.berth.model.PodInfo;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pods that are deleted, or followed by others of their name, at each moment of their way. */
final class PodDeletionTest {
  private final PodLifeBed bed = new PodLifeBed();
  private final TestLoop loop = bed.loop;
  private final TracePlugin a = bed.a;

  @AfterEach
  void close() {
    bed.close();
  }

  // ---- deleted

  @Test
  void deletedWhileItWaitsForATurn_itIsNotTried() throws Exception {
    loop.start(a).node("n1");

    loop.pod("p").gone("p").settle();

    assertThat(bed.since()).isEmpty();
    assertThat(loop.queue()).isEqualTo(NOBODY);
  }

  @Test
  void deletedWhileUnschedulableOrInBackoff_itIsForgotten() throws Exception {
    bed.startWithOther();
    loop.binder.fail("p", "500");
    loop.pod("p").settle();
    assertThat(loop.queue())
        .isEqualTo("active 0, backoff 1, unschedulable 1, gated 0, in flight 0");

    loop.gone("p").gone("other").run();

    assertThat(loop.queue()).isEqualTo(NOBODY);
  }

  @Test
  void deletedWhileItWaitsInPermit_everythingIsUndoneOnce_withoutACondition() {
    bed.waitInPermit();

    loop.gone("p").run();

    assertThat(bed.since())
        .containsExactly("p left", "a.unreserve p n1", "undone p n1, nowhere", "p left");
    assertThat(loop.waitingPods().uids()).isEmpty();
    assertThat(bed.podsOn("n1")).isZero();
    assertThat(loop.queue())
        .isEqualTo("active 0, backoff 0, unschedulable 1, gated 0, in flight 0");
  }

  @Test
  void deletedWhileItIsBound_itsPlaceIsFreeAtOnce_andTheFailureIsItsEnd() throws Exception {
    bed.startWithOther();
    CompletableFuture<Status> reply = bed.handOverP();

    loop.gone("p").run();
    assertThat(bed.podsOn("n1")).isZero();
    assertThat(bed.since()).containsExactly("p left");

    reply.complete(Status.error("pods \"p\" not found"));
    loop.settle();
    assertThat(bed.since())
        .as("no condition for a pod that is gone")
        .containsExactly("a.unreserve p n1", "undone p n1, nowhere", "p left");
    assertThat(loop.queue())
        .isEqualTo("active 0, backoff 0, unschedulable 1, gated 0, in flight 0");
  }

  @Test
  void deletedWhileItIsBound_successAfterwards_bringsNothingBack() throws Exception {
    bed.startWithOther();
    CompletableFuture<Status> reply = bed.handOverP();

    loop.gone("p").run();
    reply.complete(Status.success());
    loop.settle();

    assertThat(loop.whereabouts("p")).isEqualTo("nowhere");
    assertThat(bed.podsOn("n1")).isZero();
  }

  @Test
  void deletedWhenBound_othersAreTold() throws Exception {
    bed.startWithOther();
    loop.pod("p").settle();
    loop.pod(TestLoop.pending("p").nodeName("n1")).run();
    bed.since();

    loop.gone("p").run();

    assertThat(bed.since()).containsExactly("p left");
    assertThat(bed.podsOn("n1")).isZero();
  }

  @Test
  void deletedTwice_isNothingNew() throws Exception {
    bed.startWithOther();
    loop.pod("p").settle();
    loop.gone("p").run();
    bed.since();

    loop.gone("p").gone("unknown").run();

    assertThat(bed.since()).isEmpty();
  }

  // ---- a successor under the same name

  private PodInfo.Builder successor() {
    return TestLoop.pending("p").uid("p2");
  }

  @Test
  void aSuccessor_ofAPodThatWaitsForATurn_takesItsPlace() throws Exception {
    loop.start(a).node("n1").pod("p");

    loop.pod(successor()).settle();

    assertThat(loop.binder.asked()).containsExactly("p -> n1");
    assertThat(loop.whereabouts("p2")).isEqualTo("assumed on n1");
    assertThat(loop.whereabouts("p")).isEqualTo("nowhere");
  }

  @Test
  void aSuccessor_ofAPodThatWaitsInPermit_undoesItAndIsTriedItself() throws Exception {
    bed.waitInPermit();
    a.answers(Point.PERMIT, Status.success());

    loop.pod(successor()).settle();

    assertThat(bed.since())
        .containsExactly(
            "p left",
            "a.unreserve p n1",
            "undone p n1, nowhere",
            "p left",
            "a.reserve p n1",
            "a.permit p n1",
            "bound p n1",
            "a.postBind p n1");
    assertThat(loop.whereabouts("p2")).isEqualTo("assumed on n1");
  }

  @Test
  void aSuccessor_ofAPodThatIsBeingBound_isIndependentOfTheFirstOnesOutcome() throws Exception {
    bed.startWithOther();
    CompletableFuture<Status> reply = bed.handOverP();
    CompletableFuture<Status> second = loop.binder.reply("p2");

    loop.gone("p").pod(successor()).run();
    assertThat(loop.scheduler().bindingsInFlight()).isEqualTo(2);
    reply.complete(Status.error("409: uid mismatch"));
    loop.awaitMessage();
    loop.run();
    assertThat(loop.whereabouts("p2")).isEqualTo("assumed on n1");
    assertThat(loop.trace.about("condition")).isEmpty();

    second.complete(Status.success());
    loop.settle();
    assertThat(loop.trace.about("bound")).containsExactly("bound p n1");
    assertThat(bed.podsOn("n1")).isEqualTo(1);
  }

  @Test
  void aSuccessor_ofABoundPod_isTriedAndTheOldOneStopsCounting() throws Exception {
    bed.startWithOther();
    loop.pod("p").settle();
    loop.pod(TestLoop.pending("p").nodeName("n1")).run();

    loop.pod(successor()).settle();

    assertThat(loop.binder.asked()).hasSize(2);
    assertThat(loop.whereabouts("p")).isEqualTo("nowhere");
    assertThat(bed.podsOn("n1")).isEqualTo(1);
  }
}
