package dev.berth.cycle;

import static dev.berth.framework.ExternalExtender.Question.FILTER;
import static dev.berth.framework.ExternalExtender.Question.PREEMPT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.config.DefaultPreemptionArgs;
import dev.berth.config.NodeResourcesFitArgs;
import dev.berth.config.ScoringStrategy;
import dev.berth.framework.ExternalExtender.Victims;
import dev.berth.framework.PluginContext;
import dev.berth.framework.PostFilterResult;
import dev.berth.framework.Status;
import dev.berth.model.PodInfo;
import dev.berth.plugins.Make;
import dev.berth.plugins.defaultpreemption.DefaultPreemption;
import dev.berth.plugins.noderesources.NodeResourcesFit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Preemption that extenders have a word in: what is planned, and what may happen meanwhile. */
final class ReviewedPreemptionTest {
  private static final String HEAD = "0/2 nodes are available: 2 Insufficient cpu.";

  private final TestLoop loop = new TestLoop();
  private final TracePlugin before =
      loop.plugin("before")
          .rescues((_, _, _, _) -> PostFilterResult.of(Status.unschedulable("no claims")));
  private final ScriptedExtender guard = new ScriptedExtender("http://guard", PREEMPT);

  @AfterEach
  void close() {
    loop.close();
  }

  /** Two nodes, both full; the pods on n1 are the cheaper ones to lose. */
  private void full() {
    PluginContext context = loop.context(TestLoop.PROFILE);
    loop.start(
        new NodeResourcesFit(
            new NodeResourcesFitArgs(
                List.of(), List.of(), new ScoringStrategy.LeastAllocated(List.of())),
            context.listers()),
        before,
        new DefaultPreemption(new DefaultPreemptionArgs(10, 100), context));
    loop.node("n1").node("n2");
    loop.pod(placed("cheap-a", "n1", 1)).pod(placed("cheap-b", "n1", 1));
    loop.pod(placed("dear-a", "n2", 5)).pod(placed("dear-b", "n2", 5)).run();
  }

  private static PodInfo.Builder placed(String name, String node, int priority) {
    return TestLoop.pending(name)
        .nodeName(node)
        .priority(priority)
        .requests(Make.requests("cpu=2"));
  }

  private static PodInfo.Builder urgent() {
    return TestLoop.pending("urgent").priority(10).requests(Make.requests("cpu=2"));
  }

  private static Map<String, Victims> without(String node, Map<String, Victims> all) {
    Map<String, Victims> rest = new LinkedHashMap<>(all);
    rest.remove(node);
    return rest;
  }

  private String end() {
    assertThat(loop.ends).hasSize(1);
    return loop.ends.getFirst();
  }

  @Test
  void withoutAnExtenderThatIsAsked_theChoiceIsMadeAtOnce() throws Exception {
    ScriptedExtender other = new ScriptedExtender("http://other", PREEMPT);
    loop.asking(other.interestedIn(pod -> !pod.key().name().equals("urgent")));
    full();
    loop.pod(urgent()).settle();

    assertThat(loop.plans).containsExactly("urgent: n1 [cheap-b]");
    assertThat(other.asked()).isEmpty();
  }

  @Test
  void whoAgrees_changesNothing_andEarlierPluginsRunOnce() throws Exception {
    loop.asking(guard);
    full();
    loop.pod(urgent()).settle();

    assertThat(guard.asked()).containsExactly("preempt urgent@5 [n1=[cheap-b], n2=[dear-b]]");
    assertThat(loop.plans).containsExactly("urgent: n1 [cheap-b]");
    assertThat(end()).isEqualTo("UNSCHEDULABLE urgent@5: " + HEAD);
    assertThat(loop.trace.lines()).containsOnlyOnce("before.postFilter urgent");
  }

  @Test
  void anExtenderTakesNodesAndVictimsOut_andTheChoiceIsAmongTheRest() throws Exception {
    loop.asking(guard.evicts(all -> without("n1", all)));
    full();
    loop.pod(urgent()).settle();
    assertThat(loop.plans).containsExactly("urgent: n2 [dear-b]");
  }

  @Test
  void itsVictims_areThePlan_inItsOrder() throws Exception {
    loop.asking(guard.evicts(_ -> Map.of("n2", new Victims(List.of("dear-a", "dear-b"), 3))));
    full();
    loop.pod(urgent()).settle();
    assertThat(loop.plans).containsExactly("urgent: n2 [dear-a, dear-b], 3 against budgets");
  }

  @Test
  void nothingLeft_isSaid_withWhatEarlierPluginsSaid() throws Exception {
    loop.asking(guard.evicts(_ -> Map.of()));
    full();
    loop.pod(urgent()).settle();

    assertThat(end())
        .isEqualTo(
            "UNSCHEDULABLE urgent@5: "
                + HEAD
                + " no claims, preemption: no candidate node for preemption");
    assertThat(loop.plans).isEmpty();
  }

  @Test
  void aFailure_isSaid_andNobodyIsEvicted_unlessItMayFail() throws Exception {
    loop.asking(guard.fails("failed preempt with extender at URL http://guard/p, code 500"));
    full();
    loop.pod(urgent()).settle();

    assertThat(end())
        .isEqualTo(
            "UNSCHEDULABLE urgent@5: "
                + HEAD
                + " preemption: failed preempt with extender at URL http://guard/p, code 500");
    assertThat(loop.plans).isEmpty();
  }

  @Test
  void aFailureOfOneThatMayFail_isPassedOver() throws Exception {
    loop.asking(guard.ignorable().fails("boom"));
    full();
    loop.pod(urgent()).settle();
    assertThat(loop.plans).containsExactly("urgent: n1 [cheap-b]");
  }

  @Test
  void anExtenderThatAlsoFilters_isAskedBoth() throws Exception {
    ScriptedExtender both = new ScriptedExtender("http://both", FILTER, PREEMPT);
    loop.asking(both.rejects("n3", "not that one"));
    full();
    loop.node("n3").pod(urgent()).settle();

    assertThat(both.asked())
        .containsExactly("filter urgent@5 [n3]", "preempt urgent@5 [n1=[cheap-b], n2=[dear-b]]");
    assertThat(loop.plans).containsExactly("urgent: n1 [cheap-b]");
    assertThat(end()).contains("1 not that one, 2 Insufficient cpu");
  }

  // ---- meanwhile --------------------------------------------------------------------------------

  /**
   * What the watch shows after the extender was asked about the urgent pod, and before its answer.
   */
  private void meanwhile(Runnable happens) throws InterruptedException {
    CompletableFuture<Void> word = guard.hold("urgent");
    full();
    loop.pod(urgent()).run();
    happens.run();
    loop.run();
    word.complete(null);
    loop.settle();
  }

  @Test
  void roomThatComesMeanwhile_isTaken_andNobodyIsEvicted() throws Exception {
    loop.asking(guard);
    meanwhile(() -> loop.gone("dear-a"));

    assertThat(loop.whereabouts("urgent")).isEqualTo("assumed on n2");
    assertThat(loop.plans).isEmpty();
  }

  @Test
  void aVictimThatGoesMeanwhile_isNoVictim() throws Exception {
    loop.asking(guard.evicts(_ -> Map.of("n1", new Victims(List.of("cheap-a", "cheap-b"), 0))));
    meanwhile(() -> loop.gone("cheap-a").pod(placed("new", "n1", 1)));
    assertThat(loop.plans).containsExactly("urgent: n1 [cheap-b]");
  }

  @Test
  void aNodeThatGoesMeanwhile_isNoCandidate() throws Exception {
    loop.asking(guard);
    meanwhile(() -> loop.post(new Message.NodeGone("n1")));
    assertThat(loop.plans).containsExactly("urgent: n2 [dear-b]");
  }

  @Test
  void whomItMayBeAskedAbout_waits_othersDoNot() throws Exception {
    loop.asking(guard.interestedIn(pod -> !pod.key().name().startsWith("plain")));
    meanwhile(
        () -> {
          loop.node("n3").pod("plain").pod("second").run();
          assertThat(loop.whereabouts("plain")).startsWith("assumed on ");
          assertThat(loop.whereabouts("second")).isEqualTo("nowhere");
        });
    assertThat(loop.whereabouts("urgent")).as("which came meanwhile").isEqualTo("assumed on n3");
    assertThat(loop.whereabouts("second")).startsWith("assumed on ");
  }

  @Test
  void aPodThatIsDeletedMeanwhile_isForgotten() throws Exception {
    loop.asking(guard);
    meanwhile(() -> loop.gone("urgent"));

    assertThat(loop.ends).isEmpty();
    assertThat(loop.plans).isEmpty();
    assertThat(loop.queue()).contains("in flight 0");
  }
}
