package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.ScoreException;
import dev.berth.framework.Status;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** PreScore, Score and Normalize through the real loop. */
final class ScoreContractTest {

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

  @Test
  void oneFeasibleNode_isTakenWithoutScoring() throws Exception {
    a.at(Point.PRE_SCORE, Point.SCORE)
        .answers(
            Point.FILTER,
            call -> call.node().equals("n2") ? Status.success() : Status.unschedulable("no"));

    loop.start(a).node("n1").node("n2").node("n3").pod("p").settle();

    assertThat(loop.trace.lines()).noneMatch(line -> line.contains("core"));
    assertThat(loop.trace.about("bound")).containsExactly("bound p n2");
  }

  @Test
  void preScoreSkips_itsScoreIsNotCalledAndDoesNotCount() throws Exception {
    a.answers(Point.PRE_SCORE, Status.skip())
        .at(Point.NORMALIZE)
        .scores(node -> node.equals("n1") ? 100 : 0);
    b.scores(node -> node.equals("n2") ? 1 : 0);

    loop.start(a, b).node("n1").node("n2").pod("p").settle();

    assertThat(loop.trace.about("a.score")).isEmpty();
    assertThat(loop.trace.about("a.normalize")).isEmpty();
    assertThat(loop.trace.about("bound")).containsExactly("bound p n2");
  }

  @ParameterizedTest
  @MethodSource("failuresOfPreScore")
  void preScoreFails_whateverTheAnswer_isAnError(Status failure) throws Exception {
    a.answers(Point.PRE_SCORE, failure).at(Point.SCORE);

    loop.start(a).node("n1").node("n2").pod("p").settle();

    assertThat(loop.trace.about("condition"))
        .containsExactly(
            "condition p SchedulerError, nomination '': running PreScore plugin \"a\": no");
    assertThat(loop.queue()).isEqualTo(ONE_IN_BACKOFF);
  }

  static Stream<Status> failuresOfPreScore() {
    return Stream.of(Status.error("no"), Status.unschedulable("no"), Status.unresolvable("no"));
  }

  @Test
  void scores_areNormalisedAddedUpAndTheBestNodeIsTaken() throws Exception {
    a.scores(node -> node.equals("n1") ? 1_000 : 500).normalises(raw -> raw / 10);
    b.scores(node -> node.equals("n2") ? 60 : 0);

    loop.start(a, b).node("n1").node("n2").pod("p").settle();

    assertThat(loop.trace.about("bound")).as("50 + 60 beats 100").containsExactly("bound p n2");
  }

  @Test
  void scoreFailsExpectedly_isAnErrorInItsWords() throws Exception {
    a.scores(
        node -> {
          throw new ScoreException("no metrics of " + node);
        });

    loop.start(a).node("n1").node("n2").pod("p").settle();

    assertThat(loop.trace.about("condition"))
        .containsExactly(
            "condition p SchedulerError, nomination '': running Score plugins: plugin \"a\" failed"
                + " with: no metrics of n1");
  }

  @ParameterizedTest
  @MethodSource("scoresOutOfRange")
  void aScoreOutOfRangeAfterNormalising_isAnError(long score) throws Exception {
    a.scores(node -> node.equals("n2") ? score : 0);

    loop.start(a).node("n1").node("n2").pod("p").settle();

    assertThat(condition())
        .isEqualTo(
            "condition p SchedulerError, nomination '': applying score defaultWeights on Score"
                + " plugins: plugin \"a\" returns an invalid score "
                + score
                + ", it should in the range of [0, 100] after normalizing");
  }

  static Stream<Long> scoresOutOfRange() {
    return Stream.of(-1L, 101L);
  }
}
