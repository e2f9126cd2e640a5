package dev.berth.cycle;

import static dev.berth.framework.ExternalExtender.Question.BIND;
import static dev.berth.framework.ExternalExtender.Question.FILTER;
import static dev.berth.framework.ExternalExtender.Question.PRIORITIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.Status;
import dev.berth.plugins.Make;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Attempts that wait for extenders: what they decide, and what may happen meanwhile. */
final class ParkedAttemptTest {
  private static final String NOBODY = "active 0, backoff 0, unschedulable 0, gated 0, in flight 0";
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final TestLoop loop = new TestLoop();
  private final TracePlugin room = loop.plugin("room").at(Point.FILTER);
  private final TracePlugin rank = loop.plugin("rank").at(Point.SCORE);
  private final ScriptedExtender gpu = new ScriptedExtender("http://gpu", FILTER, PRIORITIZE);

  @AfterEach
  void close() {
    loop.close();
  }

  private void placed(String pod) throws InterruptedException {
    loop.pod(pod).settle();
  }

  private List<String> outcome() {
    return loop.trace.lines().stream().filter(line -> !line.contains(".")).toList();
  }

  // ---- what they decide -------------------------------------------------------------------------

  @Test
  void anExtenderThatKeepsEverything_changesNothing() throws Exception {
    loop.asking(gpu).start(room, rank.scores(node -> node.equals("n2") ? 90 : 10));
    loop.node("n1").node("n2").node("n3");
    placed("p");

    assertThat(loop.whereabouts("p")).isEqualTo("assumed on n2");
    assertThat(gpu.asked())
        .containsExactly("filter p@1 [n1, n2, n3]", "prioritize p@1 [n1, n2, n3]");
  }

  @Test
  void rejections_areReasons_andWhatIsLeftOutHasNone() throws Exception {
    gpu.rejects("n1", "no gpu free").rejectsForGood("n2", "no gpu").leavesOut("n3");
    loop.asking(gpu).start(room.answersFor("p", Point.FILTER, Status.success()));
    loop.node("n1").node("n2").node("n3").node("n4");
    gpu.rejects("n4", "no gpu free").rejectsForGood("n4", "no gpu");
    placed("p");

    assertThat(loop.ends)
        .containsExactly("UNSCHEDULABLE p@1: 0/4 nodes are available: 1 no gpu free, 2 no gpu.");
    assertThat(loop.queue()).contains("unschedulable 1");
    var standing = loop.scheduler().queue().standing(TestLoop.pending("p").build().key());
    assertThat(String.valueOf(standing)).contains("Extender").doesNotContain("http://gpu");
  }

  @Test
  void aNodeThatNobodyKnows_countsAmongTheReasons() throws Exception {
    loop.asking(gpu.rejects("n1", "busy").rejects("ghost", "busy")).start(room);
    loop.node("n1");
    placed("p");

    assertThat(loop.ends).containsExactly("UNSCHEDULABLE p@1: 0/1 nodes are available: 2 busy.");
  }

  @Test
  void extendersFilterOneAfterTheOther_thoseThatMayFailLast() throws Exception {
    ScriptedExtender weak = new ScriptedExtender("http://weak", FILTER).ignorable();
    loop.asking(weak.rejects("n2", "no"), gpu.rejects("n1", "no")).start(room);
    loop.node("n1").node("n2").node("n3");
    placed("p");

    assertThat(gpu.asked()).containsExactly("filter p@1 [n1, n2, n3]");
    assertThat(weak.asked()).containsExactly("filter p@1 [n2, n3]");
    assertThat(loop.whereabouts("p")).isEqualTo("assumed on n3");
  }

  @Test
  void theNextOne_isAskedInTheOrderOfTheOneBefore() throws Exception {
    ScriptedExtender next = new ScriptedExtender("http://next", FILTER, PRIORITIZE);
    loop.asking(gpu.listsFirst("n3", "n1", "n3"), next).start(room);
    loop.node("n1").node("n2").node("n3");
    placed("p");

    List<String> want = List.of("n3", "n1", "n2");
    assertThat(next.lists()).containsExactly(want, want);
  }

  @Test
  void scores_countTenTimesTheirWeight() throws Exception {
    loop.asking(gpu.weight(2).scores("n1", 3).scores("n2", 2).scores("n3", 1))
        .start(room, rank.scores(node -> node.equals("n3") ? 35 : 0));
    loop.node("n1").node("n2").node("n3");
    placed("p");
    assertThat(loop.whereabouts("p")).as("60 + 0, 40 + 0, 20 + 35").isEqualTo("assumed on n1");
  }

  @Test
  void whoGivesNoScores_isPassedOver() throws Exception {
    ScriptedExtender broken = new ScriptedExtender("http://broken", PRIORITIZE).fails("boom");
    ScriptedExtender other = new ScriptedExtender("http://other", PRIORITIZE).scores("n2", 1);
    loop.asking(broken, other).start(room, rank);
    loop.node("n1").node("n2");
    placed("p");

    assertThat(loop.whereabouts("p")).isEqualTo("assumed on n2");
    assertThat(broken.asked()).hasSize(1);
  }

  @Test
  void oneNode_needsNoScores() throws Exception {
    ScriptedExtender scorer = new ScriptedExtender("http://scorer", PRIORITIZE);
    loop.asking(scorer).start(room, rank);
    loop.node("n1").pod("p").settle();

    assertThat(scorer.asked()).isEmpty();
    assertThat(loop.whereabouts("p")).isEqualTo("assumed on n1");
  }

  @Test
  void anExtenderThatFails_isAnErrorOfTheAttempt() throws Exception {
    loop.asking(gpu.fails("failed filter with extender at URL http://gpu/filter, code 500"))
        .start(room);
    loop.node("n1");
    placed("p");

    assertThat(loop.ends)
        .containsExactly(
            "ERROR p@1: failed filter with extender at URL http://gpu/filter, code 500");
    assertThat(outcome().getLast()).startsWith("condition p SchedulerError");
    assertThat(loop.queue()).contains("backoff 1");
  }

  @Test
  void anExtenderThatMayFail_isPassedOver() throws Exception {
    loop.asking(gpu.ignorable().fails("boom")).start(room);
    loop.node("n1");
    placed("p");
    assertThat(loop.whereabouts("p")).isEqualTo("assumed on n1");
  }

  @Test
  void aPromisedNode_isTakenWhenTheExtenderKeepsIt_andScoredByNobody() throws Exception {
    loop.asking(gpu).start(room, rank.scores(node -> node.equals("n2") ? 90 : 10));
    loop.node("n1").node("n2").pod(TestLoop.pending("p").nominatedNodeName("n1")).run();
    loop.settle();

    assertThat(gpu.asked()).containsExactly("filter p@1 [n1]");
    assertThat(loop.whereabouts("p")).isEqualTo("assumed on n1");
  }

  @Test
  void aPromisedNode_thatTheExtenderRejects_isOneOfAll() throws Exception {
    loop.asking(gpu.rejects("n1", "no")).start(room, rank);
    loop.node("n1").node("n2").pod(TestLoop.pending("p").nominatedNodeName("n1")).run();
    loop.settle();

    assertThat(gpu.asked()).containsExactly("filter p@1 [n1]", "filter p@1 [n1, n2]");
    assertThat(loop.whereabouts("p")).isEqualTo("assumed on n2");
  }

  // ---- binding ----------------------------------------------------------------------------------

  @Test
  void anExtenderThatBinds_bindsInsteadOfPlugins() throws Exception {
    ScriptedExtender binder = new ScriptedExtender("http://b", BIND);
    loop.asking(binder).start(room);
    loop.node("n1").pod("p").settle();

    assertThat(binder.asked()).containsExactly("bind p n1");
    assertThat(loop.binder.asked()).isEmpty();
    assertThat(outcome()).containsExactly("bound p n1");
  }

  @Test
  void itsError_isTheLastWord_unlessItMayFail() throws Exception {
    ScriptedExtender weak =
        new ScriptedExtender("http://b", BIND).ignorable().binds(Status.error("no"));
    loop.asking(weak).start(room);
    loop.node("n1").pod("p").settle();
    assertThat(loop.binder.asked()).containsExactly("p -> n1");

    try (TestLoop strict = new TestLoop()) {
      ScriptedExtender binder =
          new ScriptedExtender("http://b", BIND).binds(Status.error("pods \"p\" is forbidden"));
      strict.asking(binder).start().node("n1").pod("p").settle();
      assertThat(strict.binder.asked()).isEmpty();
      assertThat(strict.ends).containsExactly("ERROR p@1: pods \"p\" is forbidden");
      assertThat(strict.whereabouts("p")).isEqualTo("nowhere");
    }
  }

  // ---- what may happen meanwhile ----------------------------------------------------------------

  @Test
  void aNodeThatGoes_isNotTaken() throws Exception {
    CompletableFuture<Void> word = gpu.hold("p");
    loop.asking(gpu).start(room, rank.scores(node -> node.equals("n1") ? 90 : 10));
    loop.node("n1").node("n2").pod("p").run();
    loop.post(new Message.NodeGone("n1")).run();
    assertThat(loop.scheduler().mirror().view().nodeCount()).as("events go on").isEqualTo(1);

    word.complete(null);
    loop.settle();
    assertThat(loop.whereabouts("p")).isEqualTo("assumed on n2");
  }

  @Test
  void aNodeThatFillsUp_isNotTaken_andItsReasonIsTheOneOfNow() throws Exception {
    CompletableFuture<Void> word = gpu.hold("p");
    loop.asking(gpu).start(room);
    loop.node("n1").pod("p").run();
    room.answersFor("p", Point.FILTER, Status.unschedulable("full by now"));
    word.complete(null);
    loop.settle();

    assertThat(loop.ends)
        .containsExactly("UNSCHEDULABLE p@1: 0/1 nodes are available: 1 full by now.");
  }

  @Test
  void aNodeThatComes_isNotTaken_becauseNobodyWasAsked_andThePodIsTriedAgain() throws Exception {
    CompletableFuture<Void> word = gpu.hold("p");
    loop.asking(gpu.rejects("n1", "no")).start(room);
    loop.node("n1").pod("p").run();
    loop.node("n2").run();
    word.complete(null);
    loop.settle();
    assertThat(loop.ends).startsWith("UNSCHEDULABLE p@1: 0/2 nodes are available: 1 no.");

    loop.pass(MINUTE).settle();
    assertThat(loop.whereabouts("p")).isEqualTo("assumed on n2");
  }

  @Test
  void podsThatAnExtenderDecidesAbout_waitForTheirTurn_othersDoNot() throws Exception {
    CompletableFuture<Void> word = gpu.hold("first");
    gpu.interestedIn(pod -> !pod.key().name().startsWith("plain"));
    loop.asking(gpu).start(room);
    loop.node("n1").pod("first").run();
    loop.pod("plain-1").pod("second").pod("plain-2").run();

    assertThat(gpu.asked()).doesNotContain("filter second@3 [n1]");
    assertThat(loop.whereabouts("plain-1")).isEqualTo("assumed on n1");
    assertThat(loop.whereabouts("plain-2")).as("overtakes nobody").isEqualTo("nowhere");
    assertThat(loop.queue()).contains("active 2").contains("in flight 1");

    word.complete(null);
    loop.settle();
    assertThat(gpu.asked()).containsExactly("filter first@1 [n1]", "filter second@3 [n1]");
    assertThat(loop.whereabouts("second")).isEqualTo("assumed on n1");
    assertThat(loop.whereabouts("plain-2")).isEqualTo("assumed on n1");
  }

  @Test
  void aPodThatIsDeleted_isForgotten_andTheNextOneHasItsTurn() throws Exception {
    CompletableFuture<Void> word = gpu.hold("p");
    loop.asking(gpu).start(room);
    loop.node("n1").pod("p").pod("q").run();
    loop.gone("p").run();
    word.complete(null);
    loop.settle();

    assertThat(loop.binder.asked()).containsExactly("q -> n1");
    assertThat(loop.whereabouts("p")).isEqualTo("nowhere");
    assertThat(loop.ends.toString()).doesNotContain("p@");
    assertThat(loop.queue()).contains("in flight 0");
  }

  @Test
  void aPodThatIsBeingDeleted_isSkipped() throws Exception {
    CompletableFuture<Void> word = gpu.hold("p");
    loop.asking(gpu).start(room);
    loop.node("n1").pod("p").run();
    loop.pod(TestLoop.pending("p").terminating(true)).run();
    word.complete(null);
    loop.settle();

    assertThat(loop.binder.asked()).isEmpty();
    assertThat(loop.ends).containsExactly("skipped p");
  }

  @Test
  void aPodThatSomebodyBinds_isLeftAlone() throws Exception {
    CompletableFuture<Void> word = gpu.hold("p");
    loop.asking(gpu).start(room);
    loop.node("n1").node("n2").pod("p").run();
    loop.pod(TestLoop.pending("p").nodeName("n2")).run();
    word.complete(null);
    loop.settle();

    assertThat(loop.whereabouts("p")).isEqualTo("on n2");
    assertThat(loop.binder.asked()).isEmpty();
    assertThat(loop.queue()).isEqualTo(NOBODY);
  }

  @Test
  void aPodOfTheSameName_isAnotherPod() throws Exception {
    CompletableFuture<Void> word = gpu.hold("p");
    loop.asking(gpu).start(room);
    loop.node("n1").pod("p").run();
    loop.goneUid("p", "p").pod(TestLoop.pending("p").uid("successor")).run();
    word.complete(null);
    loop.settle();

    assertThat(gpu.asked()).containsExactly("filter p@1 [n1]", "filter p@2 [n1]");
    assertThat(loop.whereabouts("p")).isEqualTo("nowhere");
    assertThat(loop.whereabouts("successor")).isEqualTo("assumed on n1");
  }

  @Test
  void aPodThatChanges_isAskedAboutOnceMore_andNotForEver() throws Exception {
    CompletableFuture<Void> word = gpu.hold("p");
    loop.asking(gpu).start(room);
    loop.node("n1").pod("p").run();
    loop.pod(TestLoop.pending("p").labels(Make.labels("a=b"))).run();
    word.complete(null);
    loop.settle();

    assertThat(gpu.asked()).containsExactly("filter p@1 [n1]", "filter p@2 [n1]");
    assertThat(loop.whereabouts("p")).isEqualTo("assumed on n1");
  }

  @Test
  void aStatusThatIsWritten_isNoChange() throws Exception {
    CompletableFuture<Void> word = gpu.hold("p");
    loop.asking(gpu).start(room);
    loop.node("n1").pod("p").run();
    loop.pod(TestLoop.pending("p")).run();
    word.complete(null);
    loop.settle();

    assertThat(gpu.asked()).containsExactly("filter p@1 [n1]");
    assertThat(loop.whereabouts("p")).isEqualTo("assumed on n1");
  }

  @Test
  void whoLosesTheLease_doesNothingWithAnAnswer() throws Exception {
    AtomicBoolean leads = new AtomicBoolean(true);
    CompletableFuture<Void> word = gpu.hold("p");
    loop.decidingWhile(leads::get).asking(gpu).start(room);
    loop.node("n1").pod("p").run();
    leads.set(false);
    word.complete(null);
    loop.awaitMessage();
    loop.run();
    assertThat(loop.whereabouts("p")).isEqualTo("nowhere");
    assertThat(loop.binder.asked()).isEmpty();

    leads.set(true);
    loop.settle();
    assertThat(loop.whereabouts("p")).isEqualTo("assumed on n1");
  }

  @Test
  void stopping_doesNotWaitForAnExtender() throws Exception {
    CompletableFuture<Void> never = gpu.hold("p");
    loop.asking(gpu).start(room);
    loop.node("n1").pod("p").run();
    loop.close();
    loop.awaitMessage(); // the answer that nobody will give
    assertThat(loop.inbox.takeAll())
        .singleElement()
        .satisfies(message -> assertThat(message.toString()).contains("is stopping"));
    assertThat(never).isNotDone();
  }
}
