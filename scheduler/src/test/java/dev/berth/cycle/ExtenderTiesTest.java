package dev.berth.cycle;

import static dev.berth.framework.ExternalExtender.Question.BIND;
import static dev.berth.framework.ExternalExtender.Question.FILTER;
import static dev.berth.framework.ExternalExtender.Question.PRIORITIZE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Which of the nodes with the highest total is taken when extenders gave scores: kube-scheduler
 * prefers those that an extender has scored, because only these get a random number.
 *
 * <p>Unless told otherwise the loop takes the first of equally good nodes, and that would be n1.
 */
final class ExtenderTiesTest {
  private final TestLoop loop = new TestLoop();
  private final TracePlugin room = loop.plugin("room").at(Point.FILTER);
  private final TracePlugin rank = loop.plugin("rank").at(Point.SCORE);
  private final ScriptedExtender scorer = new ScriptedExtender("http://scorer", PRIORITIZE);

  @AfterEach
  void close() {
    loop.close();
  }

  private String chosen() throws Exception {
    loop.node("n1").node("n2").node("n3").pod("p").settle();
    return loop.whereabouts("p");
  }

  @Test
  void aNodeThatWasScored_isPreferredToAnotherWithTheSameTotal() throws Exception {
    loop.asking(scorer.scores("n2", 2).scores("n3", 2))
        .start(room, rank.scores(node -> node.equals("n1") ? 20 : 0));
    assertThat(chosen()).as("20 + none, 0 + 20, 0 + 20").isEqualTo("assumed on n2");
  }

  @Test
  void aScoreOfZero_isAScore() throws Exception {
    loop.asking(scorer.scores("n3", 0)).start(room, rank);
    assertThat(chosen()).isEqualTo("assumed on n3");
  }

  @Test
  void ofTwoThatWereScored_oneIsDrawn() throws Exception {
    loop.breakingTiesBy(count -> count - 1)
        .asking(scorer.scores("n1", 5).scores("n2", 5))
        .start(room, rank.scores(node -> node.equals("n3") ? 50 : 0));
    assertThat(chosen()).as("n3 has as much, from plugins only").isEqualTo("assumed on n2");
  }

  @Test
  void aHigherTotal_beatsAnyScore() throws Exception {
    loop.asking(scorer.scores("n2", 1).scores("n3", 1))
        .start(room, rank.scores(node -> node.equals("n1") ? 11 : 0));
    assertThat(chosen()).isEqualTo("assumed on n1");
  }

  @Test
  void nobodyIsPreferred_whenAnotherExtenderOfThePodNeverScores() throws Exception {
    ScriptedExtender filter = new ScriptedExtender("http://filter", FILTER);
    loop.asking(scorer.scores("n3", 0), filter).start(room, rank);
    assertThat(chosen()).isEqualTo("assumed on n1");
  }

  @Test
  void whoOnlyBindsThePod_givesAllNodesAZero_andWhoIsNotInterestedDoesNot() throws Exception {
    ScriptedExtender binder =
        new ScriptedExtender("http://binder", BIND)
            .interestedIn(pod -> pod.key().name().equals("bound-elsewhere"));
    loop.asking(scorer.scores("n3", 0), binder).start(room, rank);
    assertThat(chosen()).isEqualTo("assumed on n3");
    loop.pod("bound-elsewhere").settle();
    assertThat(binder.asked()).containsExactly("bind bound-elsewhere n1");
  }

  @Test
  void whoFailedToScore_prefersNobody() throws Exception {
    ScriptedExtender broken = new ScriptedExtender("http://broken", PRIORITIZE).fails("boom");
    loop.asking(broken.scores("n3", 0)).start(room, rank);
    assertThat(chosen()).isEqualTo("assumed on n1");
  }
}
