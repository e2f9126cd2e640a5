package dev.berth.plugins.defaultpreemption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.CycleState;
import dev.berth.framework.Filters;
import dev.berth.framework.PreemptionCandidate;
import dev.berth.framework.Status;
import dev.berth.model.LabelSelector;
import dev.berth.model.NodeInfo;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodDisruptionBudget;
import dev.berth.model.PodInfo;
import dev.berth.plugins.Bed;
import dev.berth.plugins.Make;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a dry run finds out when only a candidate without violations is sought. */
final class DryRunTest {

  /** Room for the pod's processors is all that counts. */
  private static final class Room implements Filters {
    private int judged;

    @Override
    public Status filterWithNominatedPods(CycleState state, PodInfo pod, NodeInfo node) {
      judged++;
      long wanted = pod.requests().incoming().milliCpu() + node.requested().milliCpu();
      return wanted <= node.allocatable().milliCpu()
          ? Status.success()
          : Status.unschedulable("Insufficient cpu");
    }

    @Override
    public Status addPod(CycleState state, PodInfo pod, PodInfo added, NodeInfo node) {
      return Status.success();
    }

    @Override
    public Status removePod(CycleState state, PodInfo pod, PodInfo removed, NodeInfo node) {
      return Status.success();
    }
  }

  private final Room room = new Room();

  private DryRun.Question question(PodInfo pod, int allowed) {
    LabelSelector web = LabelSelector.of(Map.of("app", "web"), List.of());
    Bed bed = new Bed();
    bed.with(new PodDisruptionBudget(new ObjectKey("default", "b"), web, allowed, Set.of()));
    return new DryRun.Question(
        room,
        CycleState.create(),
        pod,
        new Budgets(bed.listers().podDisruptionBudgets()),
        new Importance(Instant.EPOCH));
  }

  private static NodeInfo node(int cpus) {
    return NodeInfo.of(
        Make.node("n").allocatable(Make.resources("cpu=" + cpus, "pods=100")).build());
  }

  @Test
  void soughtHarmless_isTheSameAsAnyThatIsHarmless() {
    SplittableRandom random = new SplittableRandom(7);
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < 500; i++) {
      NodeInfo node = node(8);
      for (int p = random.nextInt(8); p > 0; p--) {
        String cpu = "cpu=" + (1 + random.nextInt(3));
        node =
            node.withPod(
                Make.pod("p" + p)
                    .priority(random.nextInt(4))
                    .labels(Make.labels(random.nextBoolean() ? "app=web" : "app=db"))
                    .startTimeMicros(1_000_000L * p)
                    .requests(Make.requests(cpu))
                    .build());
      }
      PodInfo pod = Make.pod("new").priority(3).requests(Make.requests("cpu=5")).build();
      DryRun.Question question = question(pod, random.nextInt(2));
      DryRun.Outcome any = question.ask(node, DryRun.Sought.ANY);
      DryRun.Outcome want =
          any instanceof DryRun.Helps(PreemptionCandidate candidate)
                  && candidate.budgetViolations() > 0
              ? new DryRun.Violates()
              : any;
      assertThat(question.ask(node, DryRun.Sought.HARMLESS)).as("situation %s", i).isEqualTo(want);
      seen.merge(want.getClass().getSimpleName(), 1, Integer::sum);
    }
    assertThat(seen).containsOnlyKeys("Helps", "Violates", "Fails");
    assertThat(seen.values()).allMatch(count -> count > 30);
  }

  @Test
  void soughtHarmless_endsAtTheFirstViolation() {
    NodeInfo node = node(20);
    for (int p = 0; p < 20; p++) {
      node =
          node.withPod(
              Make.pod("p" + p)
                  .priority(1)
                  .labels(Make.labels("app=web"))
                  .requests(Make.requests("cpu=1"))
                  .build());
    }
    PodInfo pod = Make.pod("new").priority(3).requests(Make.requests("cpu=17")).build();
    DryRun.Question question = question(pod, 0);

    assertThat(question.ask(node, DryRun.Sought.HARMLESS)).isEqualTo(new DryRun.Violates());

    assertThat(room.judged)
        .as("alone, three that can stay, and the first that cannot")
        .isEqualTo(5);
  }
}
