package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.QueueingHint;
import dev.berth.framework.StateKey;
import dev.berth.framework.Status;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reserve, PreBind, Bind and PostBind through the real loop: who is called when, what each answer
 * causes, and the exact order in which a placement is taken back.
 */
final class CommitmentContractTest {

  private static final StateKey<String> NOTE = StateKey.of("note");

  private final TestLoop loop = new TestLoop();
  private final TracePlugin a = loop.plugin("a").at(Point.RESERVE);
  private final TracePlugin b = loop.plugin("b").at(Point.RESERVE);

  /** Rejects the pod "other", and says what wakes it: one more pod that holds a place. */
  private final TracePlugin full =
      loop.plugin("full")
          .answersFor("other", Point.FILTER, Status.unschedulable("full"))
          .wokenBy(
              EventRegistration.onPod(
                  ClusterEvent.of(EventResource.POD, ActionType.DELETE),
                  (pod, before, after) -> {
                    String left = before == null ? "?" : before.key().name();
                    loop.trace.add("hint for " + pod.key().name() + ": " + left + " left");
                    return QueueingHint.SKIP;
                  }));

  @AfterEach
  void close() {
    loop.close();
  }

  private void startWithOther() {
    loop.start(a, b, full).node("n1").pod("other").run();
    loop.trace.clear();
  }

  private List<String> withoutFilters() {
    return loop.trace.lines().stream().filter(line -> !line.contains(".filter")).toList();
  }

  @Test
  void everythingSucceeds_pluginsRunInOrder_andTheListenerHearsBeforePostBind() throws Exception {
    a.at(Point.PERMIT, Point.PRE_FLIGHT, Point.PRE_BIND, Point.POST_BIND)
        .answers(Point.BIND, Status.skip());
    b.at(Point.PERMIT, Point.PRE_FLIGHT, Point.PRE_BIND, Point.BIND, Point.POST_BIND);

    loop.start(a, b).node("n1").pod("p").settle();

    assertThat(loop.trace.lines())
        .containsExactly(
            "a.reserve p n1",
            "b.reserve p n1",
            "a.permit p n1",
            "b.permit p n1",
            "a.preFlight p n1",
            "b.preFlight p n1",
            "expected p n1",
            "a.preBind p n1",
            "b.preBind p n1",
            "a.bind p n1",
            "b.bind p n1",
            "bound p n1",
            "a.postBind p n1",
            "b.postBind p n1");
    assertThat(loop.binder.asked()).as("the bind plugin after b").isEmpty();
    assertThat(loop.whereabouts("p")).isEqualTo("assumed on n1");
  }

  @Test
  void cycleState_travelsFromPreFilterToPostBind() throws Exception {
    a.answers(
            Point.PRE_FILTER,
            call -> {
              call.state().put(NOTE, "from preFilter");
              return Status.success();
            })
        .answers(
            Point.PRE_BIND,
            call -> {
              String read = call.state().get(NOTE);
              call.state().put(NOTE, read + " and preBind");
              return Status.success();
            })
        .answers(
            Point.POST_BIND,
            call -> {
              loop.trace.add("note " + call.state().get(NOTE));
              return Status.success();
            });

    loop.start(a).node("n1").pod("p").settle();

    assertThat(loop.trace.lines()).contains("note from preFilter and preBind");
  }

  @Test
  void noPreBindWork_thePodIsNotAnnouncedAndPreBindIsNotCalled() throws Exception {
    a.at(Point.PRE_BIND).answers(Point.PRE_FLIGHT, Status.skip());

    loop.start(a).node("n1").pod("p").settle();

    assertThat(loop.trace.lines())
        .containsExactly("a.reserve p n1", "a.preFlight p n1", "bound p n1");
  }

  @Test
  void preFlightSkipOfOne_theOthersPreBindStillRuns() throws Exception {
    a.at(Point.PRE_BIND).answers(Point.PRE_FLIGHT, Status.skip());
    b.at(Point.PRE_BIND, Point.PRE_FLIGHT);

    loop.start(a, b).node("n1").pod("p").settle();

    assertThat(loop.trace.about(".pre"))
        .containsExactly("a.preFlight p n1", "b.preFlight p n1", "b.preBind p n1");
    assertThat(loop.trace.about("expected")).containsExactly("expected p n1");
  }

  // ---- failures before anything was handed over -------------------------------------------------

  static Stream<Arguments> failuresOfReserve() {
    return Stream.of(
        Arguments.of(
            Status.unschedulable("no room left"),
            "Unschedulable, nomination '': 0/1 nodes are available: 1 no room left."),
        Arguments.of(
            Status.unresolvable("never here"),
            "Unschedulable, nomination '': 0/1 nodes are available: 1 never here."),
        Arguments.of(
            Status.pending("soon"),
            "Unschedulable, nomination '': 0/1 nodes are available: 1 soon."),
        Arguments.of(
            Status.error("lost"),
            "SchedulerError, nomination '': running Reserve plugin \"b\": lost"),
        Arguments.of(
            Status.skip(), "SchedulerError, nomination '': running Reserve plugin \"b\": "));
  }

  @ParameterizedTest
  @MethodSource("failuresOfReserve")
  void reserveFails_everyPluginUnreservesInReverse_thenThePodIsForgottenAndSaid(
      Status failure, String wantCondition) throws Exception {
    a.answers(Point.UNRESERVE, call -> seen("p"));
    b.answersFor("p", Point.RESERVE, failure);
    TracePlugin c = loop.plugin("c").at(Point.RESERVE);
    loop.start(a, b, c, full).node("n1").pod("other").run();
    loop.trace.clear();

    loop.pod("p").settle();

    assertThat(withoutFilters())
        .containsExactly(
            "a.reserve p n1",
            "b.reserve p n1",
            "c.unreserve p n1",
            "b.unreserve p n1",
            "a.unreserve p n1",
            "p is assumed on n1, active 0, backoff 0, unschedulable 1, gated 0, in flight 1",
            "undone p n1, nowhere",
            "condition p " + wantCondition);
    assertThat(loop.scheduler().bindingsInFlight()).isZero();
    assertThat(loop.binder.asked()).isEmpty();
  }

  private Status seen(String pod) {
    loop.trace.add(pod + " is " + loop.whereabouts(pod) + ", " + loop.queue());
    return Status.success();
  }

  @Test
  void reserveThrows_countsAsError_andTheLoopGoesOn() throws Exception {
    b.throwsAt(Point.RESERVE);
    startWithOther();

    loop.pod("p").settle();

    assertThat(loop.trace.about("condition"))
        .containsExactly(
            "condition p SchedulerError, nomination '': running Reserve plugin \"b\": b broke at"
                + " reserve");
    assertThat(loop.whereabouts("p")).isEqualTo("nowhere");
    assertThat(loop.queue())
        .isEqualTo("active 0, backoff 1, unschedulable 1, gated 0, in flight 0");
    assertLoopGoesOn();
  }

  /** A pod that no plugin minds is bound still. */
  private void assertLoopGoesOn() throws InterruptedException {
    a.answers(Point.RESERVE, Status.success()).answers(Point.UNRESERVE, Status.success());
    b.answers(Point.RESERVE, Status.success())
        .answers(Point.PERMIT, Status.success())
        .answers(Point.PRE_FLIGHT, Status.success())
        .answers(Point.PRE_BIND, Status.success())
        .answers(Point.BIND, Status.skip());
    loop.pod("q").settle();
    assertThat(loop.trace.lines()).contains("bound q n1");
  }

  @Test
  void unreserveThrows_theOtherPluginsAndTheRestOfTheUndoStillRun() throws Exception {
    a.throwsAt(Point.UNRESERVE).answers(Point.RESERVE, Status.unschedulable("no"));
    b.throwsAt(Point.UNRESERVE);

    loop.start(a, b).node("n1").pod("p").settle();

    assertThat(loop.trace.lines())
        .containsExactly(
            "a.reserve p n1",
            "b.unreserve p n1",
            "a.unreserve p n1",
            "undone p n1, nowhere",
            "condition p Unschedulable, nomination '': 0/1 nodes are available: 1 no.");
  }

  @Test
  void aPodRejectedByReserve_isWokenByTheEventsOfThatPluginOnly() throws Exception {
    b.answers(Point.RESERVE, Status.unschedulable("no"))
        .wokenBy(EventRegistration.always(ClusterEvent.of(EventResource.NODE, ActionType.ADD)));
    loop.start(b).node("n1").pod("p").settle();
    assertThat(loop.queue())
        .isEqualTo("active 0, backoff 0, unschedulable 1, gated 0, in flight 0");

    b.answers(Point.RESERVE, Status.success());
    loop.pod(TestLoop.pending("foreign").schedulerName("x").nodeName("n1")).settle();
    assertThat(loop.trace.about("bound")).as("no event that b registered").isEmpty();

    loop.node("n2").settle();
    assertThat(loop.trace.about("bound")).containsExactly("bound p n1");
  }

  // ---- failures after the pod occupied its node for a while
  // -----------------------------------------

  @Test
  void preFlightFails_theUndoTellsOthersFirst_thenWritesAnError() throws Exception {
    b.at(Point.PRE_BIND).answersFor("p", Point.PRE_FLIGHT, Status.error("no disk"));
    startWithOther();

    loop.pod("p").settle();

    assertThat(withoutFilters())
        .containsExactly(
            "a.reserve p n1",
            "b.reserve p n1",
            "b.preFlight p n1",
            "b.unreserve p n1",
            "a.unreserve p n1",
            "undone p n1, nowhere",
            "hint for other: p left",
            "condition p SchedulerError, nomination '': running PreBindPreFlight \"b\": no disk");
    assertThat(loop.trace.about("expected")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rejections")
  void preFlightRejects_whichItMayNot_countsAsError(Status rejection) throws Exception {
    b.at(Point.PRE_BIND).answersFor("p", Point.PRE_FLIGHT, rejection);
    startWithOther();

    loop.pod("p").settle();

    assertThat(loop.trace.about("condition p"))
        .singleElement()
        .asString()
        .startsWith("condition p SchedulerError, nomination '': ");
    assertThat(loop.queue())
        .isEqualTo("active 0, backoff 1, unschedulable 1, gated 0, in flight 0");
  }

  static Stream<Status> rejections() {
    return Stream.of(
        Status.unschedulable("no"), Status.unresolvable("never"), Status.pending("soon"));
  }

  @Test
  void preFlightThrows_countsAsError_andTheLoopGoesOn() throws Exception {
    b.at(Point.PRE_BIND).throwsAt(Point.PRE_FLIGHT);
    startWithOther();

    loop.pod("p").settle();

    assertThat(loop.trace.about("condition p"))
        .containsExactly(
            "condition p SchedulerError, nomination '': running PreBindPreFlight \"b\": b broke at"
                + " preFlight");
    assertLoopGoesOn();
  }

  static Stream<Arguments> failuresOfTheBindingThread() {
    return Stream.of(
        Arguments.of(
            Point.PRE_BIND, Status.error("disk lost"), "running PreBind plugin \"b\": disk lost"),
        Arguments.of(Point.BIND, Status.error("409"), "running Bind plugin \"b\": 409"),
        Arguments.of(
            Point.BIND,
            Status.waiting(Duration.ofSeconds(1), "hm"),
            "running Bind plugin \"b\": hm"));
  }

  @ParameterizedTest
  @MethodSource("failuresOfTheBindingThread")
  void theBindingThreadFails_theUndoTellsOthersFirst_thenWritesTheError(
      Point point, Status failure, String wantMessage) throws Exception {
    a.answers(Point.UNRESERVE, call -> seen("p"));
    b.answersFor("p", point, failure).at(Point.RESERVE);
    startWithOther();

    loop.pod("p").settle();

    assertThat(withoutFilters())
        .containsSubsequence(
            "b.unreserve p n1",
            "a.unreserve p n1",
            "p is assumed on n1, active 0, backoff 0, unschedulable 1, gated 0, in flight 0",
            "undone p n1, nowhere",
            "hint for other: p left",
            "condition p SchedulerError, nomination '': " + wantMessage);
    assertThat(loop.trace.about("Bind")).doesNotContain("bound p n1", "b.postBind p n1");
    assertThat(loop.queue())
        .as("an error backs off")
        .isEqualTo("active 0, backoff 1, unschedulable 1, gated 0, in flight 0");
  }

  @ParameterizedTest
  @MethodSource("rejectionsOfTheBindingThread")
  void theBindingThreadRejects_thePodIsSaidUnschedulableInThePluginsWords_andBacksOff(
      Point point, Status rejection) throws Exception {
    b.answersFor("p", point, rejection).at(Point.RESERVE);
    startWithOther();

    loop.pod("p").settle();

    assertThat(withoutFilters())
        .containsSubsequence(
            "b.unreserve p n1",
            "a.unreserve p n1",
            "undone p n1, nowhere",
            "condition p Unschedulable, nomination '': the disk is busy",
            "hint for other: p left");
    assertThat(loop.queue())
        .as("nobody can say what would wake it, so it backs off")
        .isEqualTo("active 0, backoff 1, unschedulable 1, gated 0, in flight 0");
  }

  static Stream<Arguments> rejectionsOfTheBindingThread() {
    return Stream.of(Point.PRE_BIND, Point.BIND)
        .flatMap(
            point ->
                Stream.of(
                    Arguments.of(point, Status.unschedulable("the disk is busy")),
                    Arguments.of(point, Status.unresolvable("the disk is busy")),
                    Arguments.of(point, Status.pending("the disk is busy"))));
  }

  static Stream<Arguments> thrownOnTheBindingThread() {
    return Stream.of(
        Arguments.of(Point.PRE_BIND, "b broke at preBind"),
        Arguments.of(Point.BIND, "b broke at bind"));
  }

  @ParameterizedTest
  @MethodSource("thrownOnTheBindingThread")
  void theBindingThreadThrows_countsAsError_andTheLoopGoesOn(Point point, String wantMessage)
      throws Exception {
    b.throwsAt(point);
    startWithOther();

    loop.pod("p").settle();

    assertThat(loop.trace.about("condition p"))
        .singleElement()
        .asString()
        .startsWith("condition p SchedulerError, nomination '': ")
        .endsWith(wantMessage);
    assertThat(loop.trace.about("unreserve"))
        .containsExactly("b.unreserve p n1", "a.unreserve p n1");
    assertLoopGoesOn();
  }

  @Test
  void preBindFails_laterPreBindAndBindAreNotCalled() throws Exception {
    a.answers(Point.PRE_BIND, Status.error("x"));
    b.at(Point.PRE_BIND, Point.BIND);

    loop.start(a, b).node("n1").pod("p").settle();

    assertThat(loop.trace.lines()).doesNotContain("b.preBind p n1", "b.bind p n1");
    assertThat(loop.binder.asked()).isEmpty();
  }

  @Test
  void bindSkips_theNextBindPluginIsAsked_untilDefaultBinderBinds() throws Exception {
    a.answers(Point.BIND, Status.skip());
    b.answers(Point.BIND, Status.skip());

    loop.start(a, b).node("n1").pod("p").settle();

    assertThat(loop.trace.about(".bind")).containsExactly("a.bind p n1", "b.bind p n1");
    assertThat(loop.binder.asked()).containsExactly("p -> n1");
    assertThat(loop.trace.lines()).contains("bound p n1");
  }

  @Test
  void everyBindPluginSkips_isAnErrorThatSaysSo() throws Exception {
    loop.binder.reply("p").complete(Status.skip());

    loop.start(a).node("n1").pod("p").settle();

    assertThat(loop.trace.about("condition"))
        .containsExactly(
            "condition p SchedulerError, nomination '': every bind plugin skipped the pod. Maybe"
                + " DefaultBinder is not enabled.");
  }

  @Test
  void postBindThrows_theOthersAreStillTold_andThePodStaysBound() throws Exception {
    a.throwsAt(Point.POST_BIND);
    b.at(Point.POST_BIND);
    startWithOther();

    loop.pod("p").settle();

    assertThat(loop.trace.lines())
        .containsSubsequence("bound p n1", "a.postBind p n1", "b.postBind p n1")
        .doesNotContain("b.unreserve p n1");
    assertThat(loop.whereabouts("p")).isEqualTo("assumed on n1");
  }

  // ---- what a failed bind leaves behind
  // ---------------------------------------------------------------

  @Test
  void aFailedBind_isTriedAgainAfterTheErrorBackoff_whichDoubles() throws Exception {
    loop.binder.fail("p", "500");
    loop.binder.fail("p", "500");
    loop.start(a).node("n1").pod("p").settle();
    assertThat(loop.binder.asked()).hasSize(1);

    loop.pass(Duration.ofMillis(900)).settle();
    assertThat(loop.binder.asked()).as("within the first backoff").hasSize(1);

    loop.pass(Duration.ofMillis(1_100)).settle();
    assertThat(loop.binder.asked()).as("after the first backoff").hasSize(2);

    loop.pass(Duration.ofMillis(1_900)).settle();
    assertThat(loop.binder.asked()).as("within the second backoff").hasSize(2);

    loop.pass(Duration.ofMillis(1_100)).settle();
    assertThat(loop.binder.asked()).containsExactly("p -> n1", "p -> n1", "p -> n1");
    assertThat(loop.trace.lines()).contains("bound p n1");
  }

  @Test
  void aNominatedPod_losesItsNominationWhenItIsAssumed_andAfterAFailure() throws Exception {
    a.answers(
        Point.RESERVE,
        call -> {
          loop.trace.add("nobody nominated: " + loop.scheduler().queue().nominations().isEmpty());
          return Status.error("x");
        });
    loop.start(a).node("n1").node("n2");

    loop.pod(TestLoop.pending("p").nominatedNodeName("n2")).settle();

    assertThat(loop.trace.lines())
        .contains(
            "a.reserve p n2",
            "nobody nominated: true",
            "condition p SchedulerError, nomination '': running Reserve plugin \"a\": x");
    assertThat(loop.scheduler().queue().nominations().isEmpty()).isTrue();
  }
}
