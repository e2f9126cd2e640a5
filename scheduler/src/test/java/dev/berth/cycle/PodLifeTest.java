package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.QueueingHint;
import dev.berth.framework.Status;
import dev.berth.model.Labels;
import dev.berth.model.Phase;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the watch may show at each moment of a pod's way: deletion, a successor under its name,
 * somebody else's binding, and late news.
 */
final class PodLifeTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String NOBODY = "active 0, backoff 0, unschedulable 0, gated 0, in flight 0";

  private final TestLoop loop = new TestLoop();
  private final TracePlugin a = loop.plugin("a").at(Point.RESERVE, Point.POST_BIND);

  /** Rejects the pod "other" and traces who left. */
  private final TracePlugin full =
      loop.plugin("full")
          .answersFor("other", Point.FILTER, Status.unschedulable("full"))
          .wokenBy(
              EventRegistration.onPod(
                  ClusterEvent.of(EventResource.POD, ActionType.DELETE),
                  (pod, before, after) -> {
                    loop.trace.add(before == null ? "?" : before.key().name() + " left");
                    return QueueingHint.SKIP;
                  }));

  @AfterEach
  void close() {
    loop.close();
  }

  private List<String> since() {
    List<String> lines =
        loop.trace.lines().stream().filter(line -> !line.contains(".filter")).toList();
    loop.trace.clear();
    return lines;
  }

  /** The pod's place on the node, as the view counts it. */
  private int podsOn(String node) {
    return Objects.requireNonNull(loop.scheduler().mirror().view().find(node)).podCount();
  }

  private void startWithOther() {
    loop.start(a, full).node("n1").node("n2").pod("other").run();
    loop.trace.clear();
  }

  private CompletableFuture<Status> handOverP() {
    CompletableFuture<Status> reply = loop.binder.reply("p");
    loop.pod("p").run();
    assertThat(loop.scheduler().bindingsInFlight()).isEqualTo(1);
    since();
    return reply;
  }

  private void waitInPermit() {
    a.answersFor("p", Point.PERMIT, Status.waiting(MINUTE));
    startWithOther();
    loop.pod("p").run();
    assertThat(loop.whereabouts("p")).isEqualTo("assumed on n1 waiting");
    since();
  }

  // ---- bound, the plain way
  // -------------------------------------------------------------------------

  @Test
  void aBoundPod_isConfirmedByTheWatch_beforeOrAfterTheReply() throws Exception {
    startWithOther();
    CompletableFuture<Status> reply = handOverP();
    assertThat(loop.whereabouts("p")).isEqualTo("assumed on n1");

    loop.pod(TestLoop.pending("p").nodeName("n1")).run();
    assertThat(loop.whereabouts("p")).isEqualTo("on n1");

    reply.complete(Status.success());
    loop.settle();
    assertThat(since()).containsExactly("bound p n1", "a.postBind p n1");
    assertThat(loop.whereabouts("p")).isEqualTo("on n1");
    assertThat(podsOn("n1")).isEqualTo(1);
  }

  @Test
  void aLostReply_whereTheWatchShowsOurNode_countsAsBound() throws Exception {
    startWithOther();
    CompletableFuture<Status> reply = handOverP();

    loop.pod(TestLoop.pending("p").nodeName("n1")).run();
    reply.complete(Status.error("connection reset"));
    loop.settle();

    assertThat(since()).containsExactly("bound p n1", "a.postBind p n1");
    assertThat(podsOn("n1")).isEqualTo(1);
    assertThat(loop.binder.asked()).hasSize(1);
  }

  @Test
  void aLostReply_beforeTheWatchShowsThePod_isCorrectedByTheWatch() throws Exception {
    startWithOther();
    CompletableFuture<Status> reply = handOverP();
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
    startWithOther();
    loop.pod("p").settle();
    loop.pod(TestLoop.pending("p").nodeName("n1")).run();

    loop.pod("p").settle();

    assertThat(loop.binder.asked()).hasSize(1);
    assertThat(loop.whereabouts("p")).isEqualTo("on n1");
    assertThat(loop.queue())
        .isEqualTo("active 0, backoff 0, unschedulable 1, gated 0, in flight 0");
  }

  // ---- deleted
  // ------------------------------------------------------------------------------------------

  @Test
  void deletedWhileItWaitsForATurn_itIsNotTried() throws Exception {
    loop.start(a).node("n1");

    loop.pod("p").gone("p").settle();

    assertThat(since()).isEmpty();
    assertThat(loop.queue()).isEqualTo(NOBODY);
  }

  @Test
  void deletedWhileUnschedulableOrInBackoff_itIsForgotten() throws Exception {
    startWithOther();
    loop.binder.fail("p", "500");
    loop.pod("p").settle();
    assertThat(loop.queue())
        .isEqualTo("active 0, backoff 1, unschedulable 1, gated 0, in flight 0");

    loop.gone("p").gone("other").run();

    assertThat(loop.queue()).isEqualTo(NOBODY);
  }

  @Test
  void deletedWhileItWaitsInPermit_everythingIsUndoneOnce_withoutACondition() {
    waitInPermit();

    loop.gone("p").run();

    assertThat(since())
        .containsExactly("p left", "a.unreserve p n1", "undone p n1, nowhere", "p left");
    assertThat(loop.waitingPods().uids()).isEmpty();
    assertThat(podsOn("n1")).isZero();
    assertThat(loop.queue())
        .isEqualTo("active 0, backoff 0, unschedulable 1, gated 0, in flight 0");
  }

  @Test
  void deletedWhileItIsBound_itsPlaceIsFreeAtOnce_andTheFailureIsItsEnd() throws Exception {
    startWithOther();
    CompletableFuture<Status> reply = handOverP();

    loop.gone("p").run();
    assertThat(podsOn("n1")).isZero();
    assertThat(since()).containsExactly("p left");

    reply.complete(Status.error("pods \"p\" not found"));
    loop.settle();
    assertThat(since())
        .as("no condition for a pod that is gone")
        .containsExactly("a.unreserve p n1", "undone p n1, nowhere", "p left");
    assertThat(loop.queue())
        .isEqualTo("active 0, backoff 0, unschedulable 1, gated 0, in flight 0");
  }

  @Test
  void deletedWhileItIsBound_successAfterwards_bringsNothingBack() throws Exception {
    startWithOther();
    CompletableFuture<Status> reply = handOverP();

    loop.gone("p").run();
    reply.complete(Status.success());
    loop.settle();

    assertThat(loop.whereabouts("p")).isEqualTo("nowhere");
    assertThat(podsOn("n1")).isZero();
  }

  @Test
  void deletedWhenBound_othersAreTold() throws Exception {
    startWithOther();
    loop.pod("p").settle();
    loop.pod(TestLoop.pending("p").nodeName("n1")).run();
    since();

    loop.gone("p").run();

    assertThat(since()).containsExactly("p left");
    assertThat(podsOn("n1")).isZero();
  }

  @Test
  void deletedTwice_isNothingNew() throws Exception {
    startWithOther();
    loop.pod("p").settle();
    loop.gone("p").run();
    since();

    loop.gone("p").gone("unknown").run();

    assertThat(since()).isEmpty();
  }

  // ---- a successor under the same name
  // --------------------------------------------------------------------

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
    waitInPermit();
    a.answers(Point.PERMIT, Status.success());

    loop.pod(successor()).settle();

    assertThat(since())
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
    startWithOther();
    CompletableFuture<Status> reply = handOverP();
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
    assertThat(podsOn("n1")).isEqualTo(1);
  }

  @Test
  void aSuccessor_ofABoundPod_isTriedAndTheOldOneStopsCounting() throws Exception {
    startWithOther();
    loop.pod("p").settle();
    loop.pod(TestLoop.pending("p").nodeName("n1")).run();

    loop.pod(successor()).settle();

    assertThat(loop.binder.asked()).hasSize(2);
    assertThat(loop.whereabouts("p")).isEqualTo("nowhere");
    assertThat(podsOn("n1")).isEqualTo(1);
  }

  // ---- somebody else binds
  // ------------------------------------------------------------------------------

  @Test
  void boundBySomebodyElseBeforeItsTurn_itIsNotTried() throws Exception {
    loop.start(a).node("n1").pod("p");

    loop.pod(TestLoop.pending("p").nodeName("n1")).settle();

    assertThat(since()).isEmpty();
    assertThat(loop.whereabouts("p")).isEqualTo("on n1");
    assertThat(loop.queue()).isEqualTo(NOBODY);
  }

  @Test
  void boundElsewhereWhileOursIsUnderWay_itCountsThereAtOnce_andOursIsUndone() throws Exception {
    startWithOther();
    CompletableFuture<Status> reply = handOverP();

    loop.pod(TestLoop.pending("p").nodeName("n2")).run();
    assertThat(since()).containsExactly("elsewhere p n2 not n1");
    assertThat(podsOn("n1")).isZero();
    assertThat(podsOn("n2")).isEqualTo(1);

    reply.complete(Status.error("409: already assigned to node n2"));
    loop.settle();
    assertThat(since()).containsExactly("a.unreserve p n1", "undone p n1, on n2", "p left");
    assertThat(loop.whereabouts("p")).isEqualTo("on n2");
    assertThat(loop.queue())
        .isEqualTo("active 0, backoff 0, unschedulable 1, gated 0, in flight 0");
  }

  @Test
  void boundElsewhereWhileItWaitsInPermit_ourReservationIsUndoneAtOnce() throws Exception {
    waitInPermit();

    loop.pod(TestLoop.pending("p").nodeName("n2")).settle();

    assertThat(since())
        .containsExactly(
            "elsewhere p n2 not n1", "a.unreserve p n1", "undone p n1, on n2", "p left");
    assertThat(loop.waitingPods().uids()).isEmpty();
    assertThat(loop.binder.asked()).isEmpty();
    assertThat(podsOn("n1")).isZero();
  }

  // ---- going and ended pods
  // -------------------------------------------------------------------------------

  @Test
  void aTerminatingPod_isNotTried_andWaitsNowhere() throws Exception {
    loop.start(a).node("n1");

    loop.pod(TestLoop.pending("p").terminating(true)).settle();

    assertThat(since()).isEmpty();
    assertThat(loop.queue()).isEqualTo(NOBODY);
  }

  @Test
  void aPodThatBeginsToTerminateInPermit_isUndone_andNotTriedAgain() throws Exception {
    waitInPermit();

    loop.pod(TestLoop.pending("p").terminating(true)).settle();
    loop.pass(MINUTE).settle();

    assertThat(since())
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
    startWithOther();
    CompletableFuture<Status> reply = handOverP();

    loop.pod(TestLoop.pending("p").terminating(true)).run();
    assertThat(podsOn("n1")).isZero();
    assertThat(since()).containsExactly("p left");

    reply.complete(Status.error("pod p is being deleted, cannot be assigned to a host"));
    loop.settle();
    loop.pass(MINUTE).settle();
    assertThat(loop.binder.asked()).hasSize(1);
    assertThat(loop.queue())
        .isEqualTo("active 0, backoff 0, unschedulable 1, gated 0, in flight 0");
  }

  @Test
  void aPodThatEnded_leavesTheQueueAndItsNode_assignedOrNot() throws Exception {
    startWithOther();
    loop.pod("p").settle();
    loop.pod(TestLoop.pending("p").nodeName("n1")).run();
    assertThat(podsOn("n1")).isEqualTo(1);

    loop.pod(TestLoop.pending("p").nodeName("n1").phase(Phase.SUCCEEDED));
    loop.pod(TestLoop.pending("other").nodeName("n2").phase(Phase.FAILED)).settle();

    assertThat(podsOn("n1")).isZero();
    assertThat(podsOn("n2")).isZero();
    assertThat(loop.queue()).isEqualTo(NOBODY);
  }

  // ---- changes of the pod itself
  // --------------------------------------------------------------------------

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

    assertThat(since()).contains("label new");
  }

  @Test
  void anUpdateWithoutChange_isNoReasonToTryAgain() throws Exception {
    a.answers(Point.FILTER, Status.unschedulable("no")).wokenBy();
    loop.start(a).node("n1").pod("p").settle();
    since();

    PodInfo same = TestLoop.pending("p").resourceVersion("1").build();
    loop.post(new Message.PodSeen(same)).settle();

    assertThat(since()).isEmpty();
    assertThat(same.key()).isEqualTo(new PodKey("default", "p"));
  }

  // ---- nodes
  // ------------------------------------------------------------------------------------------------

  @Test
  void theNodeGoesWhileThePodIsBound_failure_bringsThePodToAnotherNode() throws Exception {
    startWithOther();
    CompletableFuture<Status> reply = handOverP();

    loop.post(new Message.NodeGone("n1")).run();
    reply.complete(Status.error("node n1 not found"));
    loop.settle();
    loop.pass(Duration.ofSeconds(3)).settle();

    assertThat(loop.binder.asked()).containsExactly("p -> n1", "p -> n2");
    assertThat(loop.whereabouts("p")).isEqualTo("assumed on n2");
  }

  @Test
  void theNodeGoesWhileThePodIsBound_andComesBack_thePodCountsOnItStill() throws Exception {
    startWithOther();
    CompletableFuture<Status> reply = handOverP();

    loop.post(new Message.NodeGone("n1")).run();
    loop.node("n1").run();
    assertThat(podsOn("n1")).isEqualTo(1);

    reply.complete(Status.success());
    loop.settle();
    assertThat(podsOn("n1")).isEqualTo(1);
  }

  @Test
  void theNodeGoesWhileThePodWaitsInPermit_rejecting_leavesNothingBehind() {
    waitInPermit();

    loop.post(new Message.NodeGone("n1")).run();
    loop.waitingPods().reject("p", "full", "no");
    loop.run();
    loop.node("n1").run();

    assertThat(podsOn("n1")).isZero();
    assertThat(loop.scheduler().mirror().sizes().pods()).isZero();
  }
}
