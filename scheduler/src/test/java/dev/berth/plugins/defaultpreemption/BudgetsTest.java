package dev.berth.plugins.defaultpreemption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.LabelRequirement;
import dev.berth.model.LabelSelector;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodDisruptionBudget;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.plugins.Bed;
import dev.berth.plugins.Make;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which pods budgets protect, in the order in which they would go. */
final class BudgetsTest {
  private static final LabelSelector WEB = LabelSelector.of(Map.of("app", "web"), List.of());
  private static final LabelSelector ANY_APP =
      LabelSelector.of(Map.of(), List.of(new LabelRequirement("app", "Exists", List.of())));

  private final Bed bed = new Bed();
  private final List<PodInfo> pods = new ArrayList<>();

  private BudgetsTest budget(
      String name, LabelSelector selector, int allowed, String... disrupted) {
    return budget(new ObjectKey("default", name), selector, allowed, disrupted);
  }

  private BudgetsTest budget(
      ObjectKey key, LabelSelector selector, int allowed, String... disrupted) {
    bed.with(new PodDisruptionBudget(key, selector, allowed, Set.of(disrupted)));
    return this;
  }

  private BudgetsTest pods(String label, String... names) {
    for (String name : names) {
      pods.add(Make.pod(name).labels(Make.labels(label)).build());
    }
    return this;
  }

  private void assertViolating(String... want) {
    Budgets budgets = new Budgets(bed.listers().podDisruptionBudgets());
    for (int turn = 0; turn < 2; turn++) { // each split begins with the budgets as they are
      Budgets.Split split = budgets.split(pods);
      List<PodInfo> others = new ArrayList<>(pods);
      others.removeAll(split.violating());
      assertThat(split.violating()).extracting(pod -> pod.key().name()).containsExactly(want);
      assertThat(split.others()).isEqualTo(others);
    }
  }

  @Test
  void allowance_isSpentInOrder() {
    budget("b", WEB, 2).pods("app=web", "a", "b", "c", "d").assertViolating("c", "d");
  }

  @Test
  void negativeAllowance_protectsAll() {
    budget("b", WEB, -1).pods("app=web", "a", "b").assertViolating("a", "b");
  }

  @Test
  void podsThatAreDisruptedAlready_costNothing_andAreNotProtected() {
    budget("b", WEB, 1, "a", "c").pods("app=web", "a", "b", "c", "d").assertViolating("d");
  }

  @Test
  void allBudgetsOfAPod_areSpentOnIt_alsoWhenOneIsViolated() {
    budget("a", WEB, 0).budget("b", ANY_APP, 2).pods("app=web", "a", "b");
    pods("app=db", "c").assertViolating("a", "b", "c");
  }

  @Test
  void emptySelector_andNone_andOneThatDoesNotParse_protectNothing() {
    LabelSelector wrong = LabelSelector.of(Map.of("app", "-"), List.of());
    budget("a", LabelSelector.EVERYTHING, 0)
        .budget("b", LabelSelector.NOTHING, 0)
        .budget("c", wrong, 0)
        .pods("app=web", "a")
        .assertViolating();
  }

  @Test
  void podWithoutLabels_isNotProtected_alsoByASelectorOfAbsence() {
    LabelSelector noApp =
        LabelSelector.of(Map.of(), List.of(new LabelRequirement("app", "DoesNotExist", List.of())));
    pods.add(Make.pod("bare").build());
    budget("a", noApp, 0).pods("tier=x", "a").assertViolating("a");
  }

  @Test
  void budgetOfAnotherNamespace_protectsNothing() {
    pods.add(
        PodInfo.builder(new PodKey("other", "x")).uid("x").labels(Make.labels("app=web")).build());
    budget(new ObjectKey("other", "b"), WEB, 0).pods("app=web", "a").assertViolating("x");
  }
}
