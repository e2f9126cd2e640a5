package dev.berth.plugins.defaultpreemption;

import static dev.berth.plugins.defaultpreemption.PreemptionBed.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.config.DefaultPreemptionArgs;
import dev.berth.framework.CycleState;
import dev.berth.framework.PostFilterResult;
import dev.berth.framework.Preemption;
import dev.berth.framework.PreemptionCandidate;
import dev.berth.framework.QueueingHint;
import dev.berth.framework.Status;
import dev.berth.model.AffinityTerm;
import dev.berth.model.ClusterObject;
import dev.berth.model.LabelSelector;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodAffinity;
import dev.berth.model.PodDisruptionBudget;
import dev.berth.model.PodInfo;
import dev.berth.plugins.Make;
import dev.berth.plugins.TestContext;
import dev.berth.plugins.TestView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decisions of the whole default profile about pods that fit nowhere. */
final class DefaultPreemptionTest {
  private static final PodInfo BIG = pod("big", 10, "2").build();

  private final PreemptionBed bed = new PreemptionBed();

  private static LabelSelector app(String name) {
    return LabelSelector.of(Map.of("app", name), List.of());
  }

  // ---- plans and their absence ----------------------------------------------------------------

  @Test
  void podOfLowerPriorityInTheWay_isPlannedToGo_andTheMessageHasNoTail() {
    bed.node("n1", "2").placed("n1", "low", 1, 5, "1");

    PreemptionBed.Answer answer = bed.answer(BIG);

    assertThat(answer.diagnosis().message())
        .isEqualTo("0/1 nodes are available: 1 Insufficient cpu.");
    assertThat(answer.diagnosis().nomination()).isEqualTo("n1");
    assertThat(answer.diagnosis().preemption())
        .isEqualTo(
            new Preemption.Planned(
                "n1", List.of(new Preemption.Victim(Make.pod("low").build().key(), "low", 1)), 0));
  }

  @Test
  void reasonsOfAllNodes_areCountedInTheTail_andTheNominationIsVoid() {
    bed.node("full", "2").placed("full", "same", 10, 5, "1");
    bed.node("too-full", "2").placed("too-full", "same2", 10, 5, "1");
    bed.placed("too-full", "low", 1, 5, "500m");
    bed.node("small", "1");
    bed.node("empty", "1");

    PreemptionBed.Answer answer = bed.answer(BIG);

    assertThat(answer.tail())
        .isEqualTo(
            "preemption: 0/4 nodes are available: 1 Insufficient cpu, 1 No preemption victims"
                + " found for incoming pod, 2 Preemption is not helpful for scheduling.");
    assertThat(answer.diagnosis().nomination()).isEmpty();
    assertThat(answer.diagnosis().preemption()).isEqualTo(Preemption.without());
  }

  @Test
  void noNodeThatMayDo_saysSoOfAll() {
    bed.node("a", "1").node("b", "1");

    assertThat(bed.answer(BIG).tail())
        .isEqualTo(
            "preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.");
  }

  @Test
  void podThatMustNotPreempt_doesNot_andKeepsItsNomination() {
    bed.node("n1", "2").placed("n1", "low", 1, 5, "1");

    PreemptionBed.Answer answer = bed.answer(BIG.toBuilder().preemptionNever(true).build());

    assertThat(answer.tail()).isEqualTo("preemption: not eligible due to preemptionPolicy=Never.");
    assertThat(answer.diagnosis().nomination()).isNull();
    assertThat(answer.findings().eligible()).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a victim of a scheduler goes,            true,  true,  1,  2, false",
    "a pod goes for another reason,           true,  false, 1,  2, true",
    "a victim is not being deleted,           false, true,  1,  2, true",
    "a victim of the same priority goes,      true,  true,  10, 2, true",
    "the nominated node is hopeless by now,   true,  true,  1,  1, true",
  })
  void nominatedNode_whereSomebodyGoesFor(
      String why,
      boolean terminating,
      boolean preempted,
      int priority,
      int cpu,
      boolean wantEligible) {
    bed.node("n1", "" + cpu);
    bed.placed("n1", pod("going", priority, "1").terminating(terminating).preempted(preempted));

    PreemptionBed.Answer answer = bed.answer(BIG.withNominatedNodeName("n1"));

    assertThat(answer.findings().eligible()).as(why).isEqualTo(wantEligible);
    if (!wantEligible) {
      assertThat(answer.tail())
          .isEqualTo("preemption: not eligible due to a terminating pod on the nominated node.");
      assertThat(answer.diagnosis().nomination()).isNull();
    }
  }

  @Test
  void nominatedNodeThatIsGone_isNoHindrance() {
    bed.node("n1", "2").placed("n1", "low", 1, 5, "1");

    assertThat(bed.answer(BIG.withNominatedNodeName("gone")).diagnosis().nomination())
        .isEqualTo("n1");
  }

  // ---- victims --------------------------------------------------------------------------------

  @Test
  void reprieve_isForTheMostImportantFirst() {
    bed.node("n1", "4");
    bed.placed("n1", "old", 1, 5, "1").placed("n1", "young", 1, 9, "1");
    bed.placed("n1", "high", 3, 9, "1").placed("n1", "future", 1, Long.MAX_VALUE / 2_000_000, "1");

    assertThat(bed.victimsOn("n1", bed.answer(BIG))).containsExactly("young", "future");
  }

  @Test
  void reprieve_goesOnAfterAPodThatCannotStay() {
    bed.node("n1", "4");
    bed.placed("n1", "large", 3, 5, "3").placed("n1", "small", 1, 5, "1");

    assertThat(bed.victimsOn("n1", bed.answer(BIG))).containsExactly("large");
  }

  @Test
  void protectedPods_areReprievedBeforeMoreImportantOnes() {
    bed.node("n1", "2");
    bed.placed("n1", pod("protected", 1, "1").labels(Make.labels("app=web")));
    bed.placed("n1", "high", 5, 5, "1");
    bed.mirror.put(new PodDisruptionBudget(new ObjectKey("default", "b"), app("web"), 0, Set.of()));

    PreemptionBed.Answer answer = bed.answer(pod("big", 10, "1").build());

    assertThat(bed.victimsOn("n1", answer)).containsExactly("high");
    assertThat(answer.findings().candidates().getFirst().budgetViolations()).isZero();
  }

  @Test
  void protectedPodsThatMustGo_areCounted_andVictimsAreInOrderOfImportance() {
    bed.node("n1", "2");
    bed.placed("n1", pod("protected", 1, "1").labels(Make.labels("app=web")));
    bed.placed("n1", "high", 5, 5, "1");
    bed.mirror.put(new PodDisruptionBudget(new ObjectKey("default", "b"), app("web"), 0, Set.of()));

    PreemptionBed.Answer answer = bed.answer(BIG);

    assertThat(bed.victimsOn("n1", answer)).containsExactly("high", "protected");
    assertThat(answer.findings().candidates().getFirst().budgetViolations()).isEqualTo(1);
  }

  @Test
  void onlyTheOneThatKeepsThePodAway_mustGo() {
    PodAffinity apart =
        PodAffinity.of(
            List.of(),
            List.of(AffinityTerm.of("kubernetes.io/hostname", app("web"), Set.of("default"))),
            List.of(),
            List.of());
    bed.node("n1", "4");
    bed.placed("n1", "other", 1, 5, "1");
    bed.placed("n1", pod("web", 1, "1").labels(Make.labels("app=web")));

    assertThat(bed.victimsOn("n1", bed.answer(pod("new", 10, "1").affinity(apart).build())))
        .containsExactly("web");
  }

  @Test
  void podThatWantsToBeNearAVictim_cannotBeHelpedThere() {
    PodAffinity near =
        PodAffinity.of(
            List.of(AffinityTerm.of("kubernetes.io/hostname", app("web"), Set.of("default"))),
            List.of(),
            List.of(),
            List.of());
    bed.node("n1", "2");
    bed.placed("n1", pod("web", 1, "1").labels(Make.labels("app=web")));

    assertThat(bed.answer(BIG.toBuilder().affinity(near).build()).tail())
        .isEqualTo(
            "preemption: 0/1 nodes are available: 1 node(s) didn't match pod affinity rules.");
  }

  // ---- how many nodes, and which --------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "1000, 10, 100, 100",
    "5000, 10, 100, 500",
    "1000, 0, 5, 5",
    "1000, 100, 0, 1000",
    "50, 10, 100, 50",
    "9, 10, 0, 0",
    "3, 50, 1, 1"
  })
  void wantedCandidates(int nodes, int percentage, int absolute, int want) {
    assertThat(CandidateSearch.wanted(new DefaultPreemptionArgs(percentage, absolute), nodes))
        .isEqualTo(want);
  }

  @Test
  void search_endsWithEnoughCandidates_andBeginsAnywhere() {
    Set<String> begun = new TreeSet<>();
    for (int seed = 0; seed < 40; seed++) {
      PreemptionBed few = new PreemptionBed(new DefaultPreemptionArgs(0, 2), seed);
      for (int i = 0; i < 5; i++) {
        few.node("n" + i, "2").placed("n" + i, "low" + i, 1, 5, "1");
      }
      List<PreemptionCandidate> candidates = few.answer(BIG).findings().candidates();
      assertThat(candidates).hasSize(2);
      int first = candidates.getFirst().node().charAt(1) - '0';
      assertThat(candidates.getLast().node()).isEqualTo("n" + (first + 1) % 5);
      begun.add(candidates.getFirst().node());
    }
    assertThat(begun).containsExactly("n0", "n1", "n2", "n3", "n4");
  }

  @Test
  void search_goesOnUntilACandidateViolatesNothing_andKeepsNoMoreOfTheOthers() {
    for (int seed = 0; seed < 20; seed++) {
      PreemptionBed few = new PreemptionBed(new DefaultPreemptionArgs(0, 2), seed);
      few.mirror.put(
          new PodDisruptionBudget(new ObjectKey("default", "b"), app("web"), 0, Set.of()));
      for (int i = 0; i < 9; i++) {
        few.node("n" + i, "2");
        few.placed("n" + i, pod("low" + i, 1, "1").labels(Make.labels(i == 4 ? "x=y" : "app=web")));
      }
      List<PreemptionCandidate> candidates = few.answer(BIG).findings().candidates();
      assertThat(candidates.getFirst().node()).isEqualTo("n4");
      assertThat(candidates).hasSizeBetween(2, 3);
    }
  }

  // ---- what goes wrong ------------------------------------------------------------------------

  @Test
  void budgetsThatCannotBeRead_forbidIt_whereItMightHelp() {
    bed.node("n1", "2").placed("n1", "low", 1, 5, "1");
    bed.mirror.missing(ClusterObject.Kind.POD_DISRUPTION_BUDGET, "no right to read them");

    PreemptionBed.Answer answer = bed.answer(BIG);

    assertThat(answer.tail())
        .isEqualTo("preemption: nobody is evicted, because no right to read them");
    assertThat(answer.diagnosis().nomination()).isNull();
    assertThat(bed.answer(pod("huge", 10, "20").build()).tail())
        .isEqualTo(
            "preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.");
  }

  @Test
  void nodesWhereAllCanStayAfterAll_areErrors_oneTextForEach() {
    DefaultPreemption plugin =
        new DefaultPreemption(new DefaultPreemptionArgs(10, 100), TestContext.create());
    PodInfo low = pod("low", 1, "1").build();
    TestView one = new TestView(List.of(Make.info(Make.node("n1")).withPod(low)));
    TestView two = new TestView(List.of(one.node(0), Make.info(Make.node("n2")).withPod(low)));

    PostFilterResult ofOne = ask(plugin, one);
    PostFilterResult ofTwo = ask(plugin, two);

    assertThat(ofOne.status())
        .isEqualTo(Status.error("preemption: expected at least one victim pod on node \"n1\""));
    assertThat(ofOne.nominatedNode()).isNull();
    assertThat(ofTwo.status().message())
        .isIn(
            "preemption: [expected at least one victim pod on node \"n1\", expected at least one"
                + " victim pod on node \"n2\"]",
            "preemption: [expected at least one victim pod on node \"n2\", expected at least one"
                + " victim pod on node \"n1\"]");
    assertThat(ofTwo.preemption()).isEqualTo(Preemption.without());
  }

  private static PostFilterResult ask(DefaultPreemption plugin, TestView view) {
    return plugin.postFilter(
        CycleState.create(), BIG, view, ordinal -> Status.unschedulable("no room"));
  }

  @Test
  void pods_areNeitherHeldBackNorWoken() {
    DefaultPreemption plugin =
        new DefaultPreemption(new DefaultPreemptionArgs(10, 100), TestContext.create());

    assertThat(plugin.preEnqueue(BIG)).isEqualTo(Status.success());
    assertThat(plugin.eventsToRegister())
        .singleElement()
        .satisfies(
            registration -> {
              assertThat(registration.event().label()).isEqualTo("PodDelete");
              assertThat(registration.hint().hint(BIG, BIG, null)).isEqualTo(QueueingHint.SKIP);
            });
  }
}
