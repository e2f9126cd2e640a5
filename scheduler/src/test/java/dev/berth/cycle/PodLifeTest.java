package dev.berth.cycle;

import static dev.berth.cycle.PodLifeBed.MINUTE;
import static dev.berth.cycle.PodLifeBed.NOBODY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.Status;
import dev.berth.model.Labels;
import dev.berth.model.Phase;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the watch may show at each moment of a pod's way: its binding, an end, late news and a node
 * that goes.
 */
final class PodLifeTest {
  private final PodLifeBed bed = new PodLifeBed();
  private final TestLoop loop = bed.loop;
  private final TracePlugin a = bed.a;

  @AfterEach
  void close() {
    bed.close();
  }

  // ---- bound, the plain way

  @Test
  void aBoundPod_isConfirmedByTheWatch_beforeOrAfterTheReply() throws Exception {
    bed.startWithOther();
    CompletableFuture<Status> reply = bed.handOverP();
    assertThat(loop.whereabouts("p")).isEqualTo("assumed on n1");

    loop.pod(TestLoop.pending("p").nodeName("n1")).run();
    assertThat(loop.whereabouts("p")).isEqualTo("on n1");

    reply.complete(Status.success());
    loop.settle();
    assertThat(bed.since()).containsExactly("bound p n1", "a.postBind p n1");
    assertThat(loop.whereabouts("p")).isEqualTo("on n1");
    assertThat(bed.podsOn("n1")).isEqualTo(1);
  }

  @Test
  void aLostReply_whereTheWatchShowsOurNode_countsAsBound() throws Exception {
    bed.startWithOther();
    CompletableFuture<Status> reply = bed.handOverP();

    loop.pod(TestLoop.pending("p").nodeName("n1")).run();
    reply.complete(Status.error("connection reset"));
    loop.settle();

    assertThat(bed.since()).containsExactly("bound p n1", "a.postBind p n1");
    assertThat(bed.podsOn("n1")).isEqualTo(1);
    assertThat(loop.binder.asked()).hasSize(1);
  }

  @Test
  void aLostReply_beforeTheWatchShowsThePod_isCorrectedByTheWatch() throws Exception {
    bed.startWithOther();
    CompletableFuture<Status> reply = bed.handOverP();
    reply.complete(Status.error("connection reset"));
    loop.settle();
    assertThat(loop.queue())
        .isEqualTo("active 0, backoff 1, unschedulable 1, gated 0, in flight 0");

    loop.pod(TestLoop.pending("p").nodeName("n1")).run();
    loop.pass(MINUTE).settle();

    assertThat(loop.binder.asked()).as("one binding, and no second one").hasSize(1);
    assertThat(loop.whereabouts("p")).isEqualTo("on n1");
    assertThat(loop.queue())
        .isEqualTo("active 0, backoff 0, unschedulable 1, gated 0, in flight 0");
  }

  @Test
  void anOldVersion_seenAfterTheBinding_isNotTriedAgain() throws Exception {
    bed.startWithOther();
    loop.pod("p").settle();
    loop.pod(TestLoop.pending("p").nodeName("n1")).run();

    loop.pod("p").settle();

    assertThat(loop.binder.asked()).hasSize(1);
    assertThat(loop.whereabouts("p")).isEqualTo("on n1");
    assertThat(loop.queue())
        .isEqualTo("active 0, backoff 0, unschedulable 1, gated 0, in flight 0");
  }

  // ---- going and ended pods

  @Test
  void aTerminatingPod_isNotTried_andWaitsNowhere() throws Exception {
    loop.start(a).node("n1");

    loop.pod(TestLoop.pending("p").terminating(true)).settle();

    assertThat(bed.since()).isEmpty();
    assertThat(loop.queue()).isEqualTo(NOBODY);
  }

  @Test
  void aPodThatBeginsToTerminateInPermit_isUndone_andNotTriedAgain() throws Exception {
    bed.waitInPermit();

    loop.pod(TestLoop.pending("p").terminating(true)).settle();
    loop.pass(MINUTE).settle();

    assertThat(bed.since())
        .containsExactly(
            "a.unreserve p n1",
            "undone p n1, nowhere",
            "condition p Unschedulable, nomination '': 0/1 nodes are available: 1 the pod is being"
                + " deleted.",
            "p left");
    assertThat(loop.binder.asked()).isEmpty();
    assertThat(loop.queue())
        .isEqualTo("active 0, backoff 0, unschedulable 1, gated 0, in flight 0");
  }

  @Test
  void aPodThatBeginsToTerminateWhileItIsBound_stopsCountingAtOnce() throws Exception {
    bed.startWithOther();
    CompletableFuture<Status> reply = bed.handOverP();

    loop.pod(TestLoop.pending("p").terminating(true)).run();
    assertThat(bed.podsOn("n1")).isZero();
    assertThat(bed.since()).containsExactly("p left");

    reply.complete(Status.error("pod p is being deleted, cannot be assigned to a host"));
    loop.settle();
    loop.pass(MINUTE).settle();
    assertThat(loop.binder.asked()).hasSize(1);
    assertThat(loop.queue())
        .isEqualTo("active 0, backoff 0, unschedulable 1, gated 0, in flight 0");
  }

  @Test
  void aPodThatEnded_leavesTheQueueAndItsNode_assignedOrNot() throws Exception {
    bed.startWithOther();
    loop.pod("p").settle();
    loop.pod(TestLoop.pending("p").nodeName("n1")).run();
    assertThat(bed.podsOn("n1")).isEqualTo(1);

    loop.pod(TestLoop.pending("p").nodeName("n1").phase(Phase.SUCCEEDED));
    loop.pod(TestLoop.pending("other").nodeName("n2").phase(Phase.FAILED)).settle();

    assertThat(bed.podsOn("n1")).isZero();
    assertThat(bed.podsOn("n2")).isZero();
    assertThat(loop.queue()).isEqualTo(NOBODY);
  }

  // ---- changes of the pod itself

  @Test
  void anUpdateWhileItIsBound_isWhatTheNextAttemptSees() throws Exception {
    loop.start(a).node("n1");
    CompletableFuture<Status> reply = loop.binder.reply("p");
    loop.pod("p").run();

    loop.pod(TestLoop.pending("p").labels(Labels.of(Map.of("app", "new")))).run();
    reply.complete(Status.error("500"));
    loop.settle();
    a.answers(
        Point.RESERVE,
        call -> {
          loop.trace.add("label " + call.pod().labels().get("app"));
          return Status.success();
        });
    loop.pass(Duration.ofSeconds(3)).settle();

    assertThat(bed.since()).contains("label new");
  }

  @Test
  void anUpdateWithoutChange_isNoReasonToTryAgain() throws Exception {
    a.answers(Point.FILTER, Status.unschedulable("no")).wokenBy();
    loop.start(a).node("n1").pod("p").settle();
    bed.since();

    PodInfo same = TestLoop.pending("p").resourceVersion("1").build();
    loop.post(new Message.PodSeen(same)).settle();

    assertThat(bed.since()).isEmpty();
    assertThat(same.key()).isEqualTo(new PodKey("default", "p"));
  }

  // ---- nodes

  @Test
  void theNodeGoesWhileThePodIsBound_failure_bringsThePodToAnotherNode() throws Exception {
    bed.startWithOther();
    CompletableFuture<Status> reply = bed.handOverP();

    loop.post(new Message.NodeGone("n1")).run();
    reply.complete(Status.error("node n1 not found"));
    loop.settle();
    loop.pass(Duration.ofSeconds(3)).settle();

    assertThat(loop.binder.asked()).containsExactly("p -> n1", "p -> n2");
    assertThat(loop.whereabouts("p")).isEqualTo("assumed on n2");
  }

  @Test
  void theNodeGoesWhileThePodIsBound_andComesBack_thePodCountsOnItStill() throws Exception {
    bed.startWithOther();
    CompletableFuture<Status> reply = bed.handOverP();

    loop.post(new Message.NodeGone("n1")).run();
    loop.node("n1").run();
    assertThat(bed.podsOn("n1")).isEqualTo(1);

    reply.complete(Status.success());
    loop.settle();
    assertThat(bed.podsOn("n1")).isEqualTo(1);
  }

  @Test
  void theNodeGoesWhileThePodWaitsInPermit_rejecting_leavesNothingBehind() {
    bed.waitInPermit();

    loop.post(new Message.NodeGone("n1")).run();
    loop.waitingPods().reject("p", "full", "no");
    loop.run();
    loop.node("n1").run();

    assertThat(bed.podsOn("n1")).isZero();
    assertThat(loop.scheduler().mirror().sizes().pods()).isZero();
  }

  @Test
  void anOldVersion_seenAfterTheBinding_isNotHeldBackForEver() throws Exception {
    TracePlugin gate = loop.plugin("gate").at(Point.PRE_ENQUEUE);
    loop.start(a, gate).node("n1").pod("p").settle();
    loop.pod(TestLoop.pending("p").nodeName("n1")).run();
    gate.answersFor("p", Point.PRE_ENQUEUE, Status.unschedulable("held back then"));

    loop.pod("p").settle();

    assertThat(loop.whereabouts("p")).isEqualTo("on n1");
    assertThat(loop.queue()).as("nobody would let it go").isEqualTo(NOBODY);
  }
}
