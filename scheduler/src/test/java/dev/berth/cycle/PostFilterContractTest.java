package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.PostFilterResult;
import dev.berth.framework.Preemption;
import dev.berth.framework.Status;
import dev.berth.model.PodInfo;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** PostFilter through the real loop. */
final class PostFilterContractTest {

  private static final EventRegistration NODE_ADDED =
      EventRegistration.always(ClusterEvent.of(EventResource.NODE, ActionType.ADD));
  private static final String ONE_UNSCHEDULABLE =
      "active 0, backoff 0, unschedulable 1, gated 0, in flight 0";

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

  @Test
  void postFilterNominates_thePodGetsTheNodeInItsNextAttempt() throws Exception {
    a.answers(Point.FILTER, Status.unschedulable("full")).wokenBy(NODE_ADDED);
    b.rescues((state, pod, view, statuses) -> new PostFilterResult(Status.success(), "n1"));
    loop.start(a, b).node("n1").node("n2").pod("p").settle();
    assertThat(loop.trace.lines())
        .endsWith(
            "b.postFilter p",
            "condition p Unschedulable, nomination 'n1': 0/2 nodes are available: 2 full.");
    assertThat(loop.scheduler().queue().nominations().on("n1"))
        .extracting(PodInfo::uid)
        .containsExactly("p");

    a.answers(Point.FILTER, Status.success());
    loop.pod(TestLoop.pending("p").nominatedNodeName("n1")).node("n3").settle();
    assertThat(loop.trace.about("bound")).containsExactly("bound p n1");
    assertThat(loop.scheduler().queue().nominations().isEmpty()).isTrue();
  }

  @Test
  void plannedPreemption_isNotCarriedOut_andNothingIsNominated() throws Exception {
    a.answers(Point.FILTER, Status.unschedulable("full")).wokenBy(NODE_ADDED);
    Preemption plan = new Preemption.Planned("n1", List.of(), 0);
    b.rescues((state, pod, view, statuses) -> new PostFilterResult(Status.success(), "n1", plan));

    loop.start(a, b).node("n1").node("n2");
    loop.pod(TestLoop.pending("p").nominatedNodeName("n2")).settle();

    assertThat(condition())
        .isEqualTo("condition p Unschedulable, nomination '': 0/2 nodes are available: 2 full.");
    assertThat(loop.scheduler().queue().nominations().isEmpty()).isTrue();
  }

  static Stream<Arguments> answersOfPostFilter() {
    return Stream.of(
        Arguments.of(
            new PostFilterResult(Status.unschedulable("no victims"), ""),
            true,
            "nomination '': 0/1 nodes are available: 1 full. no victims, nor me"),
        Arguments.of(
            new PostFilterResult(Status.unschedulable("no victims"), null),
            true,
            "nomination kept: 0/1 nodes are available: 1 full. no victims, nor me"),
        Arguments.of(
            new PostFilterResult(Status.unresolvable("Never"), ""),
            false,
            "nomination '': 0/1 nodes are available: 1 full. Never"),
        Arguments.of(
            new PostFilterResult(Status.success(), "n1"),
            false,
            "nomination 'n1': 0/1 nodes are available: 1 full."),
        Arguments.of(
            new PostFilterResult(Status.error("lost"), "n1"),
            false,
            "nomination kept: 0/1 nodes are available: 1 full. lost"));
  }

  @ParameterizedTest
  @MethodSource("answersOfPostFilter")
  void postFilterAnswers_decideTheTextTheNominationAndWhetherTheNextIsAsked(
      PostFilterResult result, boolean wantNextAsked, String wantCondition) throws Exception {
    a.answers(Point.FILTER, Status.unschedulable("full")).wokenBy();
    b.rescues((state, pod, view, statuses) -> result);
    TracePlugin c = loop.plugin("c").answers(Point.POST_FILTER, Status.unschedulable("nor me"));

    loop.start(a, b, c).node("n1").pod("p").settle();

    assertThat(loop.trace.about("condition"))
        .containsExactly("condition p Unschedulable, " + wantCondition);
    assertThat(loop.trace.about("c.postFilter")).hasSize(wantNextAsked ? 1 : 0);
    assertThat(loop.queue()).isEqualTo(ONE_UNSCHEDULABLE);
  }

  @Test
  void postFilterThrows_itsTextIsAdded_andTheLoopGoesOn() throws Exception {
    a.answersFor("p", Point.FILTER, Status.unschedulable("full")).wokenBy();
    b.throwsAt(Point.POST_FILTER);

    loop.start(a, b).node("n1").pod("p").pod("q").settle();

    assertThat(condition()).endsWith("1 full. b broke at postFilter");
    assertThat(loop.trace.about("bound")).containsExactly("bound q n1");
  }
}
