package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.QueueingHint;
import dev.berth.framework.Status;
import dev.berth.model.PodKey;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Permit through the real loop: letting go, rejecting, holding; and the two ports with which
 * plugins reach other pods, WaitingPods and PodActivator.
 */
final class PermitContractTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final TestLoop loop = new TestLoop();
  private final TracePlugin a = loop.plugin("a").at(Point.RESERVE);
  private final TracePlugin b = loop.plugin("b").at(Point.RESERVE);

  @AfterEach
  void close() {
    loop.close();
  }

  private List<String> since() {
    List<String> lines = loop.trace.lines();
    loop.trace.clear();
    return lines;
  }

  // ---- the answers ------------------------------------------------------------------------------

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            Status.unschedulable("quota"),
            "Unschedulable, nomination '': 0/1 nodes are available: 1 quota."),
        Arguments.of(
            Status.unresolvable("never"),
            "Unschedulable, nomination '': 0/1 nodes are available: 1 never."),
        Arguments.of(
            Status.pending("soon"),
            "Unschedulable, nomination '': 0/1 nodes are available: 1 soon."),
        Arguments.of(
            Status.error("lost"),
            "SchedulerError, nomination '': running Permit plugin \"a\": lost"),
        Arguments.of(
            Status.skip(), "SchedulerError, nomination '': running Permit plugin \"a\": "));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void permitFails_laterPermitIsNotAsked_everythingIsUndone(Status failure, String wantCondition)
      throws Exception {
    a.answers(Point.PERMIT, failure);
    b.at(Point.PERMIT);

    loop.start(a, b).node("n1").pod("p").settle();

    assertThat(since())
        .containsExactly(
            "a.reserve p n1",
            "b.reserve p n1",
            "a.permit p n1",
            "b.unreserve p n1",
            "a.unreserve p n1",
            "undone p n1, nowhere",
            "condition p " + wantCondition);
    assertThat(loop.binder.asked()).isEmpty();
  }

  @Test
  void permitThrows_countsAsError_andTheLoopGoesOn() throws Exception {
    a.throwsAt(Point.PERMIT);
    loop.start(a).node("n1").pod("p").settle();

    assertThat(loop.trace.about("condition"))
        .containsExactly(
            "condition p SchedulerError, nomination '': running Permit plugin \"a\": a broke at"
                + " permit");

    a.answers(Point.PERMIT, Status.success());
    loop.pod("q").settle();
    assertThat(loop.trace.about("bound")).containsExactly("bound q n1");
  }

  @Test
  void aRejectionAfterAWait_undoesTheWaitingPod() throws Exception {
    a.answers(Point.PERMIT, Status.waiting(MINUTE));
    b.answers(Point.PERMIT, Status.unschedulable("no"));

    loop.start(a, b).node("n1").pod("p").settle();

    assertThat(loop.whereabouts("p")).isEqualTo("nowhere");
    assertThat(loop.waitingPods().uids()).isEmpty();
    assertThat(loop.trace.about("expected")).isEmpty();
  }

  // ---- holding ----------------------------------------------------------------------------------

  @Test
  void aWaitingPod_keepsItsNode_isAnnouncedOnce_andIsBoundWhenTheLastPluginAllowsIt()
      throws Exception {
    a.answers(Point.PERMIT, Status.waiting(MINUTE)).at(Point.PRE_BIND, Point.PRE_FLIGHT);
    b.answers(Point.PERMIT, Status.waiting(MINUTE));
    loop.start(a, b).node("n1").pod("p").settle();
    assertThat(since())
        .containsExactly(
            "a.reserve p n1",
            "b.reserve p n1",
            "a.permit p n1",
            "b.permit p n1",
            "a.preFlight p n1",
            "expected p n1");
    assertThat(loop.whereabouts("p")).isEqualTo("assumed on n1 waiting");
    assertThat(loop.waitingPods().uids()).containsExactly("p");
    assertThat(loop.waitingPods().waitingFor("p")).containsExactlyInAnyOrder("a", "b");
    assertThat(loop.queue())
        .isEqualTo("active 0, backoff 0, unschedulable 0, gated 0, in flight 1");

    loop.waitingPods().allow("p", "b");
    loop.settle();
    assertThat(loop.waitingPods().waitingFor("p")).containsExactly("a");
    assertThat(since()).isEmpty();

    loop.waitingPods().allow("p", "a");
    loop.settle();
    assertThat(since()).containsExactly("a.preBind p n1", "bound p n1");
    assertThat(loop.queue())
        .isEqualTo("active 0, backoff 0, unschedulable 0, gated 0, in flight 0");
  }

  @Test
  void allow_byAPluginThatDoesNotHoldThePod_andForAPodThatDoesNotWait_doesNothing()
      throws Exception {
    a.answers(Point.PERMIT, Status.waiting(MINUTE));
    loop.start(a).node("n1").pod("p").settle();

    loop.waitingPods().allow("p", "b");
    loop.waitingPods().allow("nobody", "a");
    loop.settle();

    assertThat(loop.waitingPods().uids()).containsExactly("p");
    assertThat(loop.binder.asked()).isEmpty();
  }

  @Test
  void othersAreScheduledWhileAPodWaits() throws Exception {
    a.answersFor("p", Point.PERMIT, Status.waiting(MINUTE));

    loop.start(a).node("n1").pod("p").pod("q").settle();

    assertThat(loop.binder.asked()).containsExactly("q -> n1");
  }

  @Test
  void rejectingAWaitingPod_undoesInReverse_writesTheReason_andThenTellsOthersOnly()
      throws Exception {
    a.answersFor("p", Point.PERMIT, Status.waiting(MINUTE));
    TracePlugin full =
        loop.plugin("full")
            .answersFor("other", Point.FILTER, Status.unschedulable("full"))
            .wokenBy(
                EventRegistration.onPod(
                    ClusterEvent.of(EventResource.POD, ActionType.DELETE),
                    (pod, before, after) -> {
                      loop.trace.add("hint for " + pod.key().name());
                      return QueueingHint.SKIP;
                    }));
    loop.start(a, b, full).node("n1").pod("other").pod("p").settle();
    since();

    boolean rejected = loop.waitingPods().reject("p", "full", "the gang fell apart");
    loop.settle();

    assertThat(rejected).isTrue();
    assertThat(since())
        .containsExactly(
            "b.unreserve p n1",
            "a.unreserve p n1",
            "undone p n1, nowhere",
            "condition p Unschedulable, nomination '': 0/1 nodes are available: 1 the gang fell"
                + " apart.",
            "hint for other");
    assertThat(loop.waitingPods().reject("p", "full", "again")).isFalse();
    assertThat(loop.queue())
        .as("p waits for the events of the plugin that rejected it, not for its own going")
        .isEqualTo("active 0, backoff 0, unschedulable 2, gated 0, in flight 0");
  }

  @Test
  void anEventDuringTheWait_isNotLost_thePodComesBackForIt() throws Exception {
    a.answers(Point.PERMIT, Status.waiting(MINUTE))
        .wokenBy(EventRegistration.always(ClusterEvent.of(EventResource.NODE, ActionType.ADD)));
    loop.start(a).node("n1").pod("p").settle();

    loop.node("n2").settle();
    a.answers(Point.PERMIT, Status.success());
    loop.waitingPods().reject("p", "a", "no");
    loop.settle();

    assertThat(loop.trace.about("bound")).hasSize(1);
  }

  @Test
  void withoutAnEventDuringTheWait_aRejectedPodStaysUnschedulable() throws Exception {
    a.answers(Point.PERMIT, Status.waiting(MINUTE))
        .wokenBy(EventRegistration.always(ClusterEvent.of(EventResource.POD, ActionType.DELETE)));
    loop.start(a).node("n1").pod("p").settle();

    a.answers(Point.PERMIT, Status.success());
    loop.waitingPods().reject("p", "a", "no"); // its own going is no event for it
    loop.settle();

    assertThat(loop.queue())
        .isEqualTo("active 0, backoff 0, unschedulable 1, gated 0, in flight 0");
  }

  // ---- time
  // ---------------------------------------------------------------------------------------

  @Test
  void theTimeIsOver_thePodIsRejectedInThePluginsName() throws Exception {
    a.answers(Point.PERMIT, Status.waiting(Duration.ofSeconds(90)));
    loop.start(a).node("n1").pod("p").settle();

    loop.pass(Duration.ofSeconds(89));
    assertThat(loop.waitingPods().uids()).containsExactly("p");

    loop.pass(Duration.ofSeconds(1));
    assertThat(loop.trace.about("condition"))
        .containsExactly(
            "condition p Unschedulable, nomination '': 0/1 nodes are available: 1 rejected due to"
                + " timeout after waiting 1m30s at plugin a.");
    assertThat(loop.whereabouts("p")).isEqualTo("nowhere");
  }

  @Test
  void severalWaits_theShortestDecides_alsoWhenTheLoopLooksLate() throws Exception {
    a.answers(Point.PERMIT, Status.waiting(Duration.ofSeconds(30)));
    b.answers(Point.PERMIT, Status.waiting(Duration.ofSeconds(10)));
    loop.start(a, b).node("n1").pod("p").settle();

    loop.pass(MINUTE);

    assertThat(loop.trace.about("condition"))
        .containsExactly(
            "condition p Unschedulable, nomination '': 0/1 nodes are available: 1 rejected due to"
                + " timeout after waiting 10s at plugin b.");
  }

  @Test
  void aPluginThatAllowed_doesNotTimeOutAnyMore() throws Exception {
    a.answers(Point.PERMIT, Status.waiting(Duration.ofSeconds(30)));
    b.answers(Point.PERMIT, Status.waiting(Duration.ofSeconds(10)));
    loop.start(a, b).node("n1").pod("p").settle();

    loop.waitingPods().allow("p", "b");
    loop.pass(Duration.ofSeconds(20));
    assertThat(loop.waitingPods().uids()).containsExactly("p");

    loop.pass(Duration.ofSeconds(10));
    assertThat(loop.trace.about("condition").getFirst()).contains("30s at plugin a");
  }

  @Test
  void nobodyWaitsLongerThanFifteenMinutes() throws Exception {
    a.answers(Point.PERMIT, Status.waiting(Duration.ofHours(2)));
    loop.start(a).node("n1").pod("p").settle();

    loop.pass(Duration.ofMinutes(15).minusMillis(1));
    assertThat(loop.waitingPods().uids()).containsExactly("p");

    loop.pass(Duration.ofMillis(1));
    assertThat(loop.trace.about("condition").getFirst())
        .contains("rejected due to timeout after waiting 15m0s at plugin a");
  }

  // ---- plugins that reach other pods
  // ------------------------------------------------------------------

  @Test
  void aGang_theLastMemberAllowsTheOthersFromItsPermit() throws Exception {
    a.answers(
        Point.PERMIT,
        call -> {
          List<String> waiting = loop.waitingPods().uids();
          if (waiting.size() < 2) {
            return Status.waiting(MINUTE);
          }
          waiting.forEach(uid -> loop.waitingPods().allow(uid, "a"));
          return Status.success();
        });

    loop.start(a).node("n1").pod("p").pod("q").settle();
    assertThat(loop.binder.asked()).isEmpty();

    loop.pod("r").settle();
    assertThat(loop.binder.asked()).containsExactlyInAnyOrder("p -> n1", "q -> n1", "r -> n1");
    assertThat(loop.trace.about("bound")).hasSize(3);
  }

  @Test
  void aGangFallsApart_unreserveRejectsTheOthers_eachIsUndoneOnceAndAfterTheOther()
      throws Exception {
    a.answersFor("r", Point.PERMIT, Status.success());
    TracePlugin gang =
        loop.plugin("gang")
            .answers(
                Point.PERMIT,
                call ->
                    call.pod().key().name().equals("r")
                        ? Status.unschedulable("too few")
                        : Status.waiting(MINUTE))
            .answers(
                Point.UNRESERVE,
                call -> {
                  for (String uid : loop.waitingPods().uids()) {
                    loop.waitingPods().reject(uid, "gang", "fell apart");
                  }
                  return Status.success();
                })
            .at(Point.RESERVE)
            .wokenBy();
    loop.start(a, gang).node("n1").pod("p").pod("q").settle();
    since();

    loop.pod("r").settle();

    assertThat(since())
        .containsExactly(
            "a.reserve r n1",
            "gang.reserve r n1",
            "a.permit r n1",
            "gang.permit r n1",
            "gang.unreserve r n1",
            "a.unreserve r n1",
            "undone r n1, nowhere",
            "condition r Unschedulable, nomination '': 0/1 nodes are available: 1 too few.",
            "gang.unreserve p n1",
            "a.unreserve p n1",
            "undone p n1, nowhere",
            "condition p Unschedulable, nomination '': 0/1 nodes are available: 1 fell apart.",
            "gang.unreserve q n1",
            "a.unreserve q n1",
            "undone q n1, nowhere",
            "condition q Unschedulable, nomination '': 0/1 nodes are available: 1 fell apart.");
    assertThat(loop.waitingPods().uids()).isEmpty();
  }

  @Test
  void rejectingAWaitingPodFromAFilter_doesNotChangeTheViewUnderTheAttempt() throws Exception {
    a.answersFor("p", Point.PERMIT, Status.waiting(MINUTE));
    TracePlugin filter =
        loop.plugin("filter")
            .answers(
                Point.FILTER,
                call -> {
                  boolean was = loop.waitingPods().reject("p", "filter", "out");
                  loop.trace.add("rejected " + was + ", p is " + loop.whereabouts("p"));
                  return Status.success();
                })
            .wokenBy();
    loop.start(a, filter).node("n1").pod("p").settle();
    since();

    loop.pod("q").settle();

    assertThat(since())
        .containsSubsequence(
            "filter.filter q n1",
            "rejected true, p is assumed on n1",
            "a.reserve q n1",
            "a.unreserve p n1",
            "undone p n1, nowhere");
  }

  @Test
  void podActivator_movesAnUnschedulablePodPastHintsAndBackoff() throws Exception {
    a.answersFor("p", Point.FILTER, Status.unschedulable("not yet")).wokenBy();
    b.answers(
        Point.POST_BIND,
        call -> {
          loop.context(TestLoop.PROFILE)
              .activator()
              .activate(List.of(new PodKey("default", "p"), new PodKey("default", "unknown")));
          return Status.success();
        });
    loop.start(a, b).node("n1").pod("p").settle();
    assertThat(loop.queue())
        .isEqualTo("active 0, backoff 0, unschedulable 1, gated 0, in flight 0");

    a.answers(Point.FILTER, Status.success());
    loop.pod("q").settle();

    assertThat(loop.trace.about("bound")).containsExactly("bound q n1", "bound p n1");
  }
}
