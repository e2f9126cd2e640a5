package dev.berth.cycle;

import static dev.berth.framework.ExternalExtender.Question.PREEMPT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.ExternalExtender;
import dev.berth.framework.ExternalExtender.Victims;
import dev.berth.framework.Preemption;
import dev.berth.framework.PreemptionCandidate;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.pipeline.ExtenderAnswer;
import dev.berth.pipeline.ExtenderQuestion;
import dev.berth.pipeline.PostFilterProgress;
import dev.berth.plugins.Make;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Extenders asked one after the other about evictions, as {@code callExtenders} does. */
final class EvictionRoundTest {
  private static final PodInfo POD = Make.pod("p").uid("p").priority(9).build();
  private static final PodInfo A = Make.pod("a").uid("a").build();
  private static final PodInfo B = Make.pod("b").uid("b").build();
  private static final PodInfo C = Make.pod("c").uid("c").build();
  private static final List<NodeInfo> NODES =
      List.of(
          Make.info(Make.node("n1")).withPod(A).withPod(B),
          Make.info(Make.node("n2")).withPod(C),
          Make.info(Make.node("n3")));
  private static final List<PreemptionCandidate> CANDIDATES =
      List.of(
          new PreemptionCandidate("n1", List.of(A), 1),
          new PreemptionCandidate("n2", List.of(C), 0));

  private static ScriptedExtender extender(UnaryOperator<Map<String, Victims>> answer) {
    return new ScriptedExtender("http://x", PREEMPT).evicts(answer);
  }

  private static Victims victims(String... uids) {
    return new Victims(List.of(uids), 0);
  }

  private static ExtenderAnswer run(ExternalExtender... extenders) throws Exception {
    return new EvictionRound(
            new ExtenderQuestion.AboutVictims(
                POD,
                CANDIDATES,
                NODES,
                List.of(extenders),
                new PostFilterProgress(0, List.of(), null, Preemption.notTried(), 0)))
        .run();
  }

  private static List<PreemptionCandidate> left(ExternalExtender... extenders) throws Exception {
    ExtenderAnswer answer = run(extenders);
    assertThat(answer).isInstanceOf(ExtenderAnswer.Reviewed.class);
    return ((ExtenderAnswer.Reviewed) answer).left();
  }

  private static String failure(ExternalExtender... extenders) throws Exception {
    ExtenderAnswer answer = run(extenders);
    assertThat(answer).isInstanceOf(ExtenderAnswer.FailedReview.class);
    return ((ExtenderAnswer.FailedReview) answer).why();
  }

  @Test
  void whoAgrees_leavesThemAsTheyAre() throws Exception {
    assertThat(left(extender(all -> all))).isEqualTo(CANDIDATES);
  }

  @Test
  void itsVictims_takeThePlaceOfOurs_onNodesThatWereNoCandidatesToo() throws Exception {
    Map<String, Victims> others = new LinkedHashMap<>();
    others.put("n2", victims("c"));
    others.put("n1", new Victims(List.of("b", "a"), 7));
    assertThat(left(extender(_ -> others)))
        .containsExactly(
            new PreemptionCandidate("n2", List.of(C), 0),
            new PreemptionCandidate("n1", List.of(B, A), 7));
  }

  @Test
  void eachIsAskedAboutWhatTheOneBeforeLeft() throws Exception {
    ScriptedExtender first = extender(_ -> Map.of("n1", victims("b")));
    ScriptedExtender second = extender(all -> all);
    assertThat(left(first, second)).containsExactly(new PreemptionCandidate("n1", List.of(B), 0));
    assertThat(second.asked()).singleElement().asString().endsWith("[n1=[b]]");
  }

  @Test
  void nothingLeft_endsIt() throws Exception {
    ScriptedExtender second = extender(all -> all);
    assertThat(left(extender(_ -> Map.of()), second)).isEmpty();
    assertThat(second.asked()).isEmpty();
  }

  @Test
  void aNodeThatNobodyKnows_isAnError() throws Exception {
    assertThat(failure(extender(_ -> Map.of("n9", victims("a")))))
        .isEqualTo("nodeinfo not found for node name \"n9\"");
  }

  @Test
  void aPodThatIsNotOnTheNode_isAnError() throws Exception {
    assertThat(failure(extender(_ -> Map.of("n1", victims("a", "c")))))
        .isEqualTo(
            "extender: http://x claims to preempt pod (UID: &{c}) on node: n1, but the pod is not"
                + " found on that node");
  }

  @Test
  void aNodeWithoutVictims_isAnError_orDroppedWhenItMayFail() throws Exception {
    UnaryOperator<Map<String, Victims>> some = all -> withoutVictims("n1", all);
    assertThat(failure(extender(some)))
        .isEqualTo("expected at least one victim pod on node \"n1\"");
    assertThat(left(extender(some).ignorable())).containsExactly(CANDIDATES.get(1));
  }

  private static Map<String, Victims> withoutVictims(String node, Map<String, Victims> all) {
    Map<String, Victims> changed = new LinkedHashMap<>(all);
    changed.put(node, victims());
    return changed;
  }

  private static Stream<Arguments> nonsense() {
    return Stream.of(
        Arguments.of(extender(all -> all).fails("boom")),
        Arguments.of(extender(_ -> Map.of("n9", victims("a")))),
        Arguments.of(extender(_ -> Map.of("n1", victims("c")))));
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void whoMayFail_isPassedOver(ScriptedExtender broken) throws Exception {
    assertThat(left(broken.ignorable(), extender(all -> all))).isEqualTo(CANDIDATES);
  }
}
