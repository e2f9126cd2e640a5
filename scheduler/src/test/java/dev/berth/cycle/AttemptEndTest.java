package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.Status;
import dev.berth.model.PodKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What listeners are told at the end of each attempt: where kube-scheduler records an event, with
 * the text of the pod's condition.
 */
final class AttemptEndTest {
  private static final Status NO = Status.unschedulable("no");
  private static final Status LOST = Status.error("lost");

  private final TestLoop loop = new TestLoop();
  private final TracePlugin a = loop.plugin("a");

  @AfterEach
  void close() {
    loop.close();
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(Point.PRE_FILTER, NO, "UNSCHEDULABLE p@1: 0/1 nodes are available: no."),
        Arguments.of(Point.FILTER, NO, "UNSCHEDULABLE p@1: 0/1 nodes are available: 1 no."),
        Arguments.of(Point.FILTER, LOST, "ERROR p@1: running \"a\" filter plugin: lost"),
        Arguments.of(Point.RESERVE, NO, "UNSCHEDULABLE p@1: 0/1 nodes are available: 1 no."),
        Arguments.of(Point.RESERVE, LOST, "ERROR p@1: running Reserve plugin \"a\": lost"),
        Arguments.of(Point.PERMIT, NO, "UNSCHEDULABLE p@1: 0/1 nodes are available: 1 no."),
        Arguments.of(Point.PERMIT, LOST, "ERROR p@1: running Permit plugin \"a\": lost"),
        Arguments.of(Point.PRE_BIND, NO, "UNSCHEDULABLE p@1: no"),
        Arguments.of(Point.PRE_BIND, LOST, "ERROR p@1: running PreBind plugin \"a\": lost"),
        Arguments.of(Point.BIND, NO, "UNSCHEDULABLE p@1: no"),
        Arguments.of(Point.BIND, LOST, "ERROR p@1: running Bind plugin \"a\": lost"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failedAttempt_isToldOnceWithTheTextOfTheCondition(Point point, Status failure, String want)
      throws Exception {
    a.answers(point, failure);
    loop.start(a).node("n1").pod("p").settle();

    assertThat(loop.ends).containsExactly(want);
    String text = want.substring(want.indexOf(": ") + 2);
    assertThat(loop.trace.about("condition")).singleElement().asString().endsWith(": " + text);
  }

  @Test
  void clusterWithoutNodes_isToldInItsOwnWords() throws Exception {
    loop.start().pod("p").settle();

    assertThat(loop.ends).containsExactly("UNSCHEDULABLE p@1: no nodes available to schedule pods");
  }

  @Test
  void waitInPermit_thatTakesTooLong_isToldAsARejection() throws Exception {
    a.answers(Point.PERMIT, Status.waiting(Duration.ofSeconds(30)));
    loop.start(a).node("n1").pod("p").settle();
    assertThat(loop.ends).isEmpty();

    loop.pass(Duration.ofSeconds(31)).settle();

    assertThat(loop.ends)
        .containsExactly(
            "UNSCHEDULABLE p@1: 0/1 nodes are available: 1 rejected due to timeout after waiting"
                + " 30s at plugin a.");
  }

  @Test
  void podThatIsBound_isToldWithoutAText() throws Exception {
    loop.start().node("n1").pod("p").settle();

    assertThat(loop.ends).containsExactly("SCHEDULED p@1: ");
  }

  @Test
  void podThatChangedMeanwhile_isToldInItsNewestVersion() throws Exception {
    CompletableFuture<Status> reply = loop.binder.reply("p");
    loop.start().node("n1").pod("p").run();
    loop.pod("p").run();
    reply.complete(LOST);
    loop.settle();

    assertThat(loop.ends).first().asString().startsWith("ERROR p@2: ");
  }

  @Test
  void podThatIsBeingDeleted_isNotTried_andThatIsTold() throws Exception {
    a.answers(Point.FILTER, NO);
    loop.start(a).node("n1").pod("p").settle();
    loop.ends.clear();

    loop.pod(TestLoop.pending("p").terminating(true)).settle();
    loop.scheduler().queue().activate(List.of(new PodKey("default", "p")));
    loop.settle();

    assertThat(loop.ends).containsExactly("skipped p");
    assertThat(loop.queue()).endsWith("in flight 0");
  }
}
