package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.QueueSortPlugin;
import dev.berth.framework.QueuedPodInfo;
import dev.berth.framework.QueueingHint;
import dev.berth.framework.Status;
import dev.berth.pipeline.EvaluationMode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The points that decide, through the real loop: their order, and PreEnqueue, QueueSort, PreFilter,
 * Filter; the others are in {@link ForkContractTest}, {@link PostFilterContractTest} and {@link
 * ScoreContractTest}.
 */
final class DecisionContractTest {

  private static final EventRegistration NODE_ADDED =
      EventRegistration.always(ClusterEvent.of(EventResource.NODE, ActionType.ADD));
  private static final String ONE_UNSCHEDULABLE =
      "active 0, backoff 0, unschedulable 1, gated 0, in flight 0";
  private static final String ONE_IN_BACKOFF =
      "active 0, backoff 1, unschedulable 0, gated 0, in flight 0";

  private final TestLoop loop = new TestLoop();
  private final TracePlugin a = loop.plugin("a");
  private final TracePlugin b = loop.plugin("b");

  @AfterEach
  void close() {
    loop.close();
  }

  private String condition() {
    return loop.trace.about("condition").getLast();
  }

  // ---- the order of everything

  @Test
  void twoNodes_fast_pluginAfterPlugin() throws Exception {
    startBothPluginsOnTwoNodes(EvaluationMode.FAST);

    assertThat(loop.trace.lines())
        .containsExactly(
            "a.preEnqueue p",
            "b.preEnqueue p",
            "a.preFilter p",
            "b.preFilter p",
            "a.filter p n1",
            "a.filter p n2",
            "b.filter p n1",
            "b.filter p n2",
            "a.preScore p",
            "b.preScore p",
            "a.score p n1",
            "a.score p n2",
            "b.score p n1",
            "b.score p n2",
            "a.normalize p",
            "b.normalize p",
            "bound p n1");
  }

  @Test
  void twoNodes_scalar_filtersNodeAfterNode_otherwiseTheSame() throws Exception {
    startBothPluginsOnTwoNodes(EvaluationMode.SCALAR);

    assertThat(loop.trace.lines())
        .containsSubsequence(
            "b.preFilter p",
            "a.filter p n1",
            "b.filter p n1",
            "a.filter p n2",
            "b.filter p n2",
            "a.preScore p");
  }

  private void startBothPluginsOnTwoNodes(EvaluationMode mode) throws InterruptedException {
    Point[] all = {
      Point.PRE_ENQUEUE,
      Point.PRE_FILTER,
      Point.FILTER,
      Point.POST_FILTER,
      Point.PRE_SCORE,
      Point.SCORE,
      Point.NORMALIZE
    };
    loop.inMode(mode).start(a.at(all), b.at(all)).node("n1").node("n2").pod("p").settle();
  }

  // ---- PreEnqueue

  @Test
  void preEnqueueRejects_thePodIsGated_untilAnEventOfThatPlugin() throws Exception {
    a.answers(Point.PRE_ENQUEUE, Status.unresolvable("gate")).wokenBy(NODE_ADDED);
    b.at(Point.PRE_ENQUEUE, Point.FILTER);
    loop.start(a, b).node("n1").pod("p").settle();
    assertThat(loop.trace.lines()).containsExactly("a.preEnqueue p");
    assertThat(loop.queue())
        .isEqualTo("active 0, backoff 0, unschedulable 0, gated 1, in flight 0");

    loop.node("n2").settle();
    assertThat(loop.trace.about("bound")).isEmpty();

    a.answers(Point.PRE_ENQUEUE, Status.success());
    loop.node("n3").settle();
    assertThat(loop.trace.about("bound")).hasSize(1);
  }

  @Test
  void preEnqueueThrows_thePodStaysGated_andOthersAreScheduled() throws Exception {
    a.answers(
        Point.PRE_ENQUEUE,
        call -> {
          if (call.pod().key().name().equals("p")) {
            throw new IllegalStateException("boom");
          }
          return Status.success();
        });

    loop.start(a).node("n1").pod("p").pod("q").settle();

    assertThat(loop.trace.about("bound")).containsExactly("bound q n1");
    assertThat(loop.queue())
        .isEqualTo("active 0, backoff 0, unschedulable 0, gated 1, in flight 0");
  }

  @Test
  void preEnqueue_isAskedAgainWhenARejectedPodIsWoken() throws Exception {
    a.at(Point.PRE_ENQUEUE).answers(Point.FILTER, Status.unschedulable("no")).wokenBy(NODE_ADDED);
    loop.start(a).node("n1").pod("p").settle();

    a.answers(Point.PRE_ENQUEUE, Status.unresolvable("gate"));
    loop.node("n2").settle();

    assertThat(loop.trace.about(".preEnqueue")).hasSize(2);
    assertThat(loop.trace.about(".preFilter")).isEmpty();
    assertThat(loop.queue())
        .isEqualTo("active 0, backoff 0, unschedulable 0, gated 1, in flight 0");
  }

  // ---- QueueSort

  private record ByName(boolean breaks) implements QueueSortPlugin {
    @Override
    public String name() {
      return "ByName";
    }

    @Override
    public int compare(QueuedPodInfo one, QueuedPodInfo other) {
      if (breaks) {
        throw new IllegalStateException("cannot compare");
      }
      return one.pod().key().compareTo(other.pod().key());
    }
  }

  @Test
  void queueSort_saysWhoIsTriedFirst() throws Exception {
    loop.start(new ByName(false), a.at(Point.PRE_FILTER)).node("n1");

    loop.pod("q").pod("r").pod("p").settle();

    assertThat(loop.trace.about(".preFilter"))
        .containsExactly("a.preFilter p", "a.preFilter q", "a.preFilter r");
  }

  @Test
  void queueSortThrows_podsAreTriedInTheOrderOfTheirArrival() throws Exception {
    loop.start(new ByName(true), a.at(Point.PRE_FILTER)).node("n1");

    loop.pod("q").pod("r").pod("p").settle();

    assertThat(loop.trace.about(".preFilter"))
        .containsExactly("a.preFilter q", "a.preFilter r", "a.preFilter p");
  }

  // ---- PreFilter

  @Test
  void preFilterSkips_itsFilterAndExtensionsAreNotCalled() throws Exception {
    a.answers(Point.PRE_FILTER, Status.skip()).at(Point.FILTER);
    b.at(Point.PRE_FILTER, Point.FILTER);

    loop.start(a, b).node("n1");
    loop.pod(TestLoop.pending("vip").priority(9).nominatedNodeName("n1").schedulingGates(List.of()))
        .settle();

    assertThat(loop.trace.lines())
        .containsExactly("a.preFilter vip", "b.preFilter vip", "b.filter vip n1", "bound vip n1");
  }

  @Test
  void preFilterNarrows_onlyTheCommonNodesAreFiltered() throws Exception {
    a.narrowsTo("n1", "n2").at(Point.FILTER);
    b.narrowsTo("n2", "n3", "unknown");

    loop.start(a, b).node("n1").node("n2").node("n3").pod("p").settle();

    assertThat(loop.trace.about(".filter")).containsExactly("a.filter p n2");
    assertThat(loop.trace.about("bound")).containsExactly("bound p n2");
  }

  @Test
  void preFilterLeavesNoNode_saysWhichPlugins() throws Exception {
    a.narrowsTo("n1");
    b.narrowsTo("n2");

    loop.start(a, b).node("n1").node("n2").pod("p").settle();

    assertThat(condition())
        .isEqualTo(
            "condition p Unschedulable, nomination '': 0/2 nodes are available: node(s) didn't"
                + " satisfy plugin(s) [a b] simultaneously.");
  }

  static Stream<Arguments> failuresOfPreFilter() {
    return Stream.of(
        Arguments.of(
            Status.unschedulable("no"),
            List.of("a.preFilter p", "b.preFilter p", "b.postFilter p"),
            "Unschedulable, nomination kept: 0/1 nodes are available: no.",
            ONE_UNSCHEDULABLE),
        Arguments.of(
            Status.unresolvable("never"),
            List.of("a.preFilter p", "b.postFilter p"),
            "Unschedulable, nomination kept: 0/1 nodes are available: never.",
            ONE_UNSCHEDULABLE),
        Arguments.of(
            Status.error("lost"),
            List.of("a.preFilter p"),
            "SchedulerError, nomination '': running PreFilter plugin \"a\": lost",
            ONE_IN_BACKOFF),
        Arguments.of(
            Status.pending("soon"),
            List.of("a.preFilter p"),
            "SchedulerError, nomination '': running PreFilter plugin \"a\": soon",
            ONE_IN_BACKOFF));
  }

  @ParameterizedTest
  @MethodSource("failuresOfPreFilter")
  void preFilterFails(
      Status failure, List<String> wantCalls, String wantCondition, String wantQueue)
      throws Exception {
    a.answers(Point.PRE_FILTER, failure).at(Point.FILTER).wokenBy();
    b.at(Point.PRE_FILTER, Point.FILTER).answers(Point.POST_FILTER, Status.unschedulable());

    loop.start(a, b).node("n1").pod("p").settle();

    assertThat(loop.trace.about("condition")).containsExactly("condition p " + wantCondition);
    assertThat(loop.trace.lines()).startsWith(wantCalls.toArray(String[]::new));
    assertThat(loop.trace.lines()).hasSize(wantCalls.size() + 1);
    assertThat(loop.queue()).isEqualTo(wantQueue);
  }

  static Stream<Arguments> brokenDecisions() {
    return Stream.of(
        Arguments.of(Point.PRE_FILTER, "running PreFilter plugin \"a\": a broke at preFilter"),
        Arguments.of(Point.FILTER, "running \"a\" filter plugin: a broke at filter"),
        Arguments.of(Point.PRE_SCORE, "running PreScore plugin \"a\": a broke at preScore"),
        Arguments.of(
            Point.SCORE, "running Score plugins: plugin \"a\" failed with: a broke at score"),
        Arguments.of(
            Point.NORMALIZE,
            "running Normalize on Score plugins: plugin \"a\" failed with: a broke at normalize"));
  }

  @ParameterizedTest
  @MethodSource("brokenDecisions")
  void aPluginThrows_theAttemptEndsWithAnError_andTheLoopGoesOn(Point point, String wantMessage)
      throws Exception {
    a.at(Point.SCORE).throwsAt(point);
    loop.start(a, b.at(Point.POST_FILTER)).node("n1").node("n2").pod("p").settle();

    assertThat(loop.trace.about("condition"))
        .containsExactly("condition p SchedulerError, nomination '': " + wantMessage);
    assertThat(loop.trace.about("postFilter")).isEmpty();
    assertThat(loop.queue()).isEqualTo(ONE_IN_BACKOFF);

    a.answers(point, Status.success());
    loop.pod("q").settle();
    assertThat(loop.trace.about("bound")).containsExactly("bound q n1");
  }

  // ---- Filter

  static Stream<Arguments> failuresOfFilter() {
    return Stream.of(
        Arguments.of(
            Status.unschedulable("full", "dark"),
            "Unschedulable, nomination '': 0/2 nodes are available: 1 dark, 1 elsewhere, 1 full.",
            ONE_UNSCHEDULABLE),
        Arguments.of(
            Status.unresolvable("never"),
            "Unschedulable, nomination '': 0/2 nodes are available: 1 elsewhere, 1 never.",
            ONE_UNSCHEDULABLE),
        Arguments.of(
            Status.pending("soon"),
            "Unschedulable, nomination '': 0/2 nodes are available: 1 elsewhere, 1 soon.",
            ONE_UNSCHEDULABLE),
        Arguments.of(
            Status.error("lost"),
            "SchedulerError, nomination '': running \"a\" filter plugin: lost",
            ONE_IN_BACKOFF));
  }

  @ParameterizedTest
  @MethodSource("failuresOfFilter")
  void filterFails_laterFiltersOfThatNodeAreNotAsked(
      Status failure, String wantCondition, String wantQueue) throws Exception {
    a.answers(Point.FILTER, call -> call.node().equals("n1") ? failure : Status.success())
        .wokenBy();
    b.answers(Point.FILTER, Status.unschedulable("elsewhere")).wokenBy();

    loop.start(a, b).node("n1").node("n2").pod("p").settle();

    assertThat(loop.trace.about("condition")).containsExactly("condition p " + wantCondition);
    assertThat(loop.trace.about("b.filter")).doesNotContain("b.filter p n1");
    assertThat(loop.queue()).isEqualTo(wantQueue);
  }

  @Test
  void aPodThatAPluginAnsweredPendingFor_skipsItsBackoffWhenThatPluginSaysSo() throws Exception {
    a.answers(Point.FILTER, Status.pending("soon")).wokenBy(NODE_ADDED);
    b.answersFor("q", Point.FILTER, Status.unschedulable("no")).wokenBy(NODE_ADDED);
    loop.start(a, b).node("n1").pod("p").pod("q").run();

    loop.node("n2");
    loop.scheduler().step();

    assertThat(loop.trace.about(".filter").getLast()).isEqualTo("a.filter p n2");
  }

  @Test
  void noNodes_saysSo() throws Exception {
    loop.start(a.at(Point.PRE_FILTER)).pod("p").settle();

    assertThat(loop.trace.lines())
        .containsExactly(
            "condition p Unschedulable, nomination '': no nodes available to schedule pods");
  }

  // ---- hints

  @Test
  void aHintThatThrows_countsAsQueue() throws Exception {
    a.answers(Point.FILTER, Status.unschedulable("no"))
        .wokenBy(
            new EventRegistration(
                ClusterEvent.of(EventResource.NODE, ActionType.ADD),
                (pod, before, after) -> {
                  throw new IllegalStateException("boom");
                }));
    loop.start(a).node("n1").pod("p").settle();

    a.answers(Point.FILTER, Status.success());
    loop.node("n2").settle();

    assertThat(loop.trace.about("bound")).hasSize(1);
  }

  @Test
  void aHintThatSkips_leavesThePodWhereItIs() throws Exception {
    a.answers(Point.FILTER, Status.unschedulable("no"))
        .wokenBy(
            new EventRegistration(
                ClusterEvent.of(EventResource.NODE, ActionType.ADD),
                (pod, before, after) -> QueueingHint.SKIP));
    loop.start(a).node("n1").pod("p").settle();

    a.answers(Point.FILTER, Status.success());
    loop.node("n2").settle();

    assertThat(loop.queue()).isEqualTo(ONE_UNSCHEDULABLE);
  }
}
