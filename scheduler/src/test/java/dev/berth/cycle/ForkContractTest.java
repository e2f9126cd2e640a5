package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.CycleState;
import dev.berth.framework.Filters;
import dev.berth.framework.PostFilterResult;
import dev.berth.framework.StateKey;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.pipeline.EvaluationMode;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * AddPod and RemovePod through the real loop: what a plugin has counted in PreFilter is kept right
 * for nominated pods, and for filters that are run again without a pod.
 */
final class ForkContractTest {

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

  /** What a PreFilter plugin counts, and its extensions keep right in a fork. */
  private static final class Count implements CycleState.Forkable<Count> {
    private int pods;

    @Override
    public Count copy() {
      Count copy = new Count();
      copy.pods = pods;
      return copy;
    }
  }

  private static final StateKey<Count> COUNT = StateKey.of("count");

  private TracePlugin counting() {
    return a.answers(
            Point.PRE_FILTER,
            call -> {
              call.state().put(COUNT, new Count());
              return Status.success();
            })
        .answers(Point.ADD_POD, call -> count(call, 1))
        .answers(Point.REMOVE_POD, call -> count(call, -1))
        .answers(
            Point.FILTER,
            call -> {
              loop.trace.add("counted " + call.state().get(COUNT).pods);
              return Status.success();
            })
        .wokenBy();
  }

  private static Status count(TracePlugin.Call call, int change) {
    call.state().get(COUNT).pods += change;
    return Status.success();
  }

  /** The pod "vip" waits, and keeps its nomination. */
  private static void rejectVip(TracePlugin by) {
    by.answersFor("vip", Point.FILTER, Status.unschedulable("later"))
        .answers(Point.POST_FILTER, Status.unschedulable())
        .wokenBy();
  }

  private void nominateVipTo(String node) throws InterruptedException {
    loop.pod(TestLoop.pending("vip").priority(9).nominatedNodeName(node)).settle();
    loop.trace.clear();
  }

  @Test
  void aNodeWithANominatedPod_isFilteredWithItAndWithout() throws Exception {
    rejectVip(b);
    loop.start(counting(), b).node("n1");
    nominateVipTo("n1");

    loop.pod("p").settle();

    assertThat(loop.trace.lines())
        .containsExactly(
            "a.preFilter p",
            "a.filter p n1",
            "counted 0",
            "b.filter p n1",
            "a.addPod vip n1",
            "a.filter p n1",
            "counted 1",
            "b.filter p n1",
            "a.filter p n1",
            "counted 0",
            "b.filter p n1",
            "bound p n1");
  }

  static Stream<Arguments> brokenExtensions() {
    return Stream.of(
        Arguments.of(true, "running AddPod on PreFilter plugin \"a\": a broke at addPod"),
        Arguments.of(false, "running AddPod on PreFilter plugin \"a\": lost"));
  }

  @ParameterizedTest
  @MethodSource("brokenExtensions")
  void addPodFailsOrThrows_theAttemptEndsWithAnError_andTheLoopGoesOn(
      boolean thrown, String wantMessage) throws Exception {
    rejectVip(b);
    a.at(Point.PRE_FILTER);
    loop.start(
            thrown ? a.throwsAt(Point.ADD_POD) : a.answers(Point.ADD_POD, Status.error("lost")), b)
        .node("n1");
    nominateVipTo("n1");

    loop.pod("p").settle();

    assertThat(condition()).endsWith(wantMessage);
    assertThat(condition()).startsWith("condition p SchedulerError");

    a.answers(Point.ADD_POD, Status.success());
    loop.pod("q").settle();
    assertThat(loop.trace.about("bound")).containsExactly("bound q n1");
  }

  /** A pod of low priority fills the node; the plugin looks whether it fits without it. */
  @ParameterizedTest
  @EnumSource(EvaluationMode.class)
  void postFilterRunsTheFiltersAgainWithAPodRemoved(EvaluationMode mode) throws Exception {
    counting()
        .answers(
            Point.FILTER,
            call -> {
              int removed = -call.state().get(COUNT).pods;
              return removed > 0 ? Status.success() : Status.unschedulable("full");
            });
    Filters filters = loop.context(TestLoop.PROFILE).filters();
    b.rescues(
        (state, pod, view, statuses) -> {
          loop.trace.add("was " + statuses.of(0).message());
          CycleState fork = state.fork();
          NodeInfo node = Objects.requireNonNull(view.find("n1"));
          PodInfo victim = node.pods().getFirst();
          NodeInfo without = node.withoutPod(victim.uid());
          Status removed = filters.removePod(fork, pod, victim, without);
          boolean fits = filters.filterWithNominatedPods(fork, pod, without).isSuccess();
          boolean fitsUnforked = filters.filterWithNominatedPods(state, pod, node).isSuccess();
          loop.trace.add(removed.isSuccess() + ", fits " + fits + ", unforked " + fitsUnforked);
          return new PostFilterResult(Status.success(), fits ? "n1" : "");
        });
    loop.inMode(mode).start(a, b).node("n1");
    loop.pod(TestLoop.pending("low").schedulerName("x").nodeName("n1"));

    loop.pod("p").settle();

    assertThat(loop.trace.lines())
        .containsSubsequence(
            "b.postFilter p",
            "was full",
            "a.removePod low n1",
            "a.filter p n1",
            "a.filter p n1",
            "true, fits true, unforked false",
            "condition p Unschedulable, nomination 'n1': 0/1 nodes are available: 1 full.");
  }

  @Test
  void removePodThrows_theDryRunGetsAnError() throws Exception {
    a.at(Point.PRE_FILTER)
        .throwsAt(Point.REMOVE_POD)
        .answers(Point.FILTER, Status.unschedulable("full"))
        .wokenBy();
    Filters filters = loop.context(TestLoop.PROFILE).filters();
    b.rescues(
        (state, pod, view, statuses) -> {
          NodeInfo node = view.node(0);
          return PostFilterResult.of(filters.removePod(state.fork(), pod, pod, node));
        });

    loop.start(a, b).node("n1").pod("p").settle();

    assertThat(condition())
        .endsWith("1 full. running RemovePod on PreFilter plugin \"a\": a broke at removePod");
  }
}
