package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.Status;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Failures after a pod has occupied its node for a while, in PreBindPreFlight and on the binding
 * thread: what each answer causes, who is told, and what is left behind.
 */
final class LateFailureContractTest {
  private final CommitmentBed bed = new CommitmentBed();
  private final TestLoop loop = bed.loop;
  private final TracePlugin a = bed.a;
  private final TracePlugin b = bed.b;

  @AfterEach
  void close() {
    bed.close();
  }

  // ---- failures after the pod occupied its node for a while

  @Test
  void preFlightFails_theUndoTellsOthersFirst_thenWritesAnError() throws Exception {
    b.at(Point.PRE_BIND).answersFor("p", Point.PRE_FLIGHT, Status.error("no disk"));
    bed.startWithOther();

    loop.pod("p").settle();

    assertThat(bed.withoutFilters())
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
    bed.startWithOther();

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
    bed.startWithOther();

    loop.pod("p").settle();

    assertThat(loop.trace.about("condition p"))
        .containsExactly(
            "condition p SchedulerError, nomination '': running PreBindPreFlight \"b\": b broke at"
                + " preFlight");
    bed.assertLoopGoesOn();
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
    a.answers(Point.UNRESERVE, call -> bed.seen("p"));
    b.answersFor("p", point, failure).at(Point.RESERVE);
    bed.startWithOther();

    loop.pod("p").settle();

    assertThat(bed.withoutFilters())
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
    bed.startWithOther();

    loop.pod("p").settle();

    assertThat(bed.withoutFilters())
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
    bed.startWithOther();

    loop.pod("p").settle();

    assertThat(loop.trace.about("condition p"))
        .singleElement()
        .asString()
        .startsWith("condition p SchedulerError, nomination '': ")
        .endsWith(wantMessage);
    assertThat(loop.trace.about("unreserve"))
        .containsExactly("b.unreserve p n1", "a.unreserve p n1");
    bed.assertLoopGoesOn();
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
    bed.startWithOther();

    loop.pod("p").settle();

    assertThat(loop.trace.lines())
        .containsSubsequence("bound p n1", "a.postBind p n1", "b.postBind p n1")
        .doesNotContain("b.unreserve p n1");
    assertThat(loop.whereabouts("p")).isEqualTo("assumed on n1");
  }

  // ---- what a failed bind leaves behind

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
