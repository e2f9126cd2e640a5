package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.StateKey;
import dev.berth.framework.Status;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reserve, PreBind, Bind and PostBind through the real loop, and failures before anything is handed
 * over: who is called when, and the exact order in which a placement is taken back.
 */
final class CommitmentContractTest {
  private static final StateKey<String> NOTE = StateKey.of("note");

  private final CommitmentBed bed = new CommitmentBed();
  private final TestLoop loop = bed.loop;
  private final TracePlugin a = bed.a;
  private final TracePlugin b = bed.b;
  private final TracePlugin full = bed.full;

  @AfterEach
  void close() {
    bed.close();
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
    a.answers(Point.UNRESERVE, call -> bed.seen("p"));
    b.answersFor("p", Point.RESERVE, failure);
    TracePlugin c = loop.plugin("c").at(Point.RESERVE);
    loop.start(a, b, c, full).node("n1").pod("other").run();
    loop.trace.clear();

    loop.pod("p").settle();

    assertThat(bed.withoutFilters())
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

  @Test
  void reserveThrows_countsAsError_andTheLoopGoesOn() throws Exception {
    b.throwsAt(Point.RESERVE);
    bed.startWithOther();

    loop.pod("p").settle();

    assertThat(loop.trace.about("condition"))
        .containsExactly(
            "condition p SchedulerError, nomination '': running Reserve plugin \"b\": b broke at"
                + " reserve");
    assertThat(loop.whereabouts("p")).isEqualTo("nowhere");
    assertThat(loop.queue())
        .isEqualTo("active 0, backoff 1, unschedulable 1, gated 0, in flight 0");
    bed.assertLoopGoesOn();
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
}
