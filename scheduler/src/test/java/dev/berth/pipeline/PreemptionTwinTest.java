package dev.berth.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.FirstSeed;
import dev.berth.cluster.ClusterMirror;
import dev.berth.framework.CycleState;
import dev.berth.framework.PointTimes;
import dev.berth.framework.PreemptionCandidate;
import dev.berth.framework.Status;
import dev.berth.model.LabelSelector;
import dev.berth.model.Node;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodDisruptionBudget;
import dev.berth.model.PodInfo;
import dev.berth.plugins.TestContext;
import dev.berth.plugins.defaultpreemption.DefaultPreemption;
import dev.berth.plugins.defaultpreemption.Findings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Preemption on random clusters, beside one that knows no forks and no dry runs: it builds each
 * cluster as it would be without some pods, and asks the pipeline about it anew.
 *
 * <p>A failure names its seed; {@code -Dpreemption.seed=N} replays that cluster alone. {@code
 * -Dpreemption.clusters=N} tries that many.
 */
final class PreemptionTwinTest {
  private static final int CLUSTERS = Integer.getInteger("preemption.clusters", 1000);

  @Test
  void dryRuns_areAsDecisionsAboutTheClusterAsItWouldBe() {
    Map<String, Integer> seen = new TreeMap<>();
    Long only = Long.getLong("preemption.seed");
    long first = only == null ? FirstSeed.get() : only;
    for (long seed = first; seed < first + (only == null ? CLUSTERS : 1); seed++) {
      try {
        new Twin(seed).check(seen);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("with -Dpreemption.seed=" + seed, e);
      }
    }
    if (only == null) {
      assertThat(seen.keySet())
          .contains("candidate", "violating", "failed", "helped", "none of many");
    }
  }

  /** One cluster and one pod. */
  private static final class Twin {
    private final List<Node> nodes = new ArrayList<>();
    private final List<PodInfo> placed = new ArrayList<>();
    private final List<PodDisruptionBudget> budgets = new ArrayList<>();
    private final PodInfo pod;

    Twin(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      RandomObjects objects = new RandomObjects(random);
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        nodes.add(objects.node("n" + i));
      }
      for (int i = random.nextInt(12); i > 0; i--) {
        PodInfo other = random.nextInt(4) == 0 ? objects.loner() : objects.pod();
        placed.add(
            plain(other)
                .nodeName(objects.pick(nodes).name())
                .startTimeMicros(1_000_000L * i) // all different, so that the order is total
                .build());
      }
      for (int i = random.nextInt(3); i > 0; i--) {
        budgets.add(
            new PodDisruptionBudget(
                new ObjectKey("default", "b" + i),
                LabelSelector.of(Map.of("app", objects.pick(List.of("x", "y"))), List.of()),
                random.nextInt(2),
                random.nextBoolean() ? Set.of() : Set.of("p1", "p2")));
      }
      pod = plain(objects.pod()).priority(random.nextInt(1, 4)).build();
    }

    private static PodInfo.Builder plain(PodInfo pod) {
      return pod.toBuilder()
          .nodeName("")
          .nominatedNodeName("")
          .volumes(List.of()) // no claims are known here
          .terminating(false) // a dry run counts those too, as upstream, a new attempt does not
          .refusals(List.of());
    }

    void check(Map<String, Integer> seen) {
      CycleState state = CycleState.create();
      Cluster cluster = new Cluster(Set.of());
      ScheduleResult result = cluster.fast.schedule(state, pod, cluster.mirror.view());
      assertThat(scalarResult()).isEqualTo(result);
      assertThat(reviewedResult()).isEqualTo(result);
      if (!(result instanceof ScheduleResult.Unfit)) {
        return;
      }
      Findings findings = state.get(DefaultPreemption.FINDINGS);
      for (PreemptionCandidate candidate : findings.candidates()) {
        seen.merge(candidate.budgetViolations() > 0 ? "violating" : "candidate", 1, Integer::sum);
        assertThat(reference(candidate.node())).as(candidate.node()).isEqualTo(candidate);
      }
      for (Findings.Failed failed : findings.failed()) {
        seen.merge("failed", 1, Integer::sum);
        assertThat(reference(failed.node())).as("%s", failed).isNull();
      }
      if (findings.chosen().isEmpty()) {
        seen.merge(nodes.size() > 1 ? "none of many" : "none", 1, Integer::sum);
      } else {
        carriedOut(findings);
        seen.merge("helped", 1, Integer::sum);
      }
    }

    private ScheduleResult scalarResult() {
      Cluster cluster = new Cluster(Set.of());
      return cluster.scalar.schedule(CycleState.create(), pod, cluster.mirror.view());
    }

    /** With an extender that agrees to everything. */
    private ScheduleResult reviewedResult() {
      Cluster cluster = new Cluster(Set.of());
      return ContentExtender.decide(
          cluster.reviewed, CycleState::create, pod, cluster.mirror.view());
    }

    /** Without the victims the pod fits where it was promised. */
    private void carriedOut(Findings findings) {
      for (PreemptionCandidate candidate : findings.candidates()) {
        assertThat(fits(candidate.node(), Set.copyOf(candidate.victims())))
            .as("%s", candidate)
            .isTrue();
      }
    }

    private @Nullable PreemptionCandidate reference(String node) {
      List<PodInfo> out =
          placed.stream()
              .filter(other -> other.nodeName().equals(node))
              .filter(other -> other.priority() < pod.priority())
              .sorted(
                  Comparator.comparingInt(PodInfo::priority)
                      .reversed()
                      .thenComparingLong(PodInfo::startTimeMicros))
              .toList();
      if (out.isEmpty() || !fits(node, Set.copyOf(out))) {
        return null;
      }
      List<PodInfo> violating = violating(out);
      List<PodInfo> order = new ArrayList<>(violating);
      out.stream().filter(other -> !violating.contains(other)).forEach(order::add);
      List<PodInfo> gone = new ArrayList<>(out);
      int violations = 0;
      for (PodInfo back : order) {
        gone.remove(back);
        if (!fits(node, Set.copyOf(gone))) {
          gone.add(back);
          violations += violating.contains(back) ? 1 : 0;
        }
      }
      return new PreemptionCandidate(
          node, out.stream().filter(gone::contains).toList(), violations);
    }

    private List<PodInfo> violating(List<PodInfo> pods) {
      Map<ObjectKey, Integer> spent = new HashMap<>();
      List<PodInfo> violating = new ArrayList<>();
      for (PodInfo one : pods) {
        boolean violates = false;
        for (PodDisruptionBudget budget : budgets) {
          if (budget.key().namespace().equals(one.key().namespace())
              && budget.selector().matches(one.labels())
              && !budget.disruptedPods().contains(one.key().name())) {
            violates |= spent.merge(budget.key(), 1, Integer::sum) > budget.disruptionsAllowed();
          }
        }
        if (violates) {
          violating.add(one);
        }
      }
      return violating;
    }

    private boolean fits(String node, Set<PodInfo> gone) {
      Cluster cluster = new Cluster(gone);
      Judgement judgement = cluster.scalar.judge(CycleState.create(), pod, cluster.mirror.view());
      Status whole = judgement.preFilter() == null ? null : judgement.preFilter().status();
      return whole != null && whole.isSuccess() && judgement.scores().containsKey(node);
    }

    /** The cluster without some pods. */
    private final class Cluster {
      final ClusterMirror mirror = new ClusterMirror();
      final Pipeline fast;
      final Pipeline scalar;
      final Pipeline reviewed;

      Cluster(Set<PodInfo> gone) {
        nodes.forEach(mirror::putNode);
        placed.stream().filter(other -> !gone.contains(other)).forEach(mirror::putPod);
        budgets.forEach(mirror::put);
        fast = pipeline(EvaluationMode.FAST, Extenders.NONE);
        scalar = pipeline(EvaluationMode.SCALAR, Extenders.NONE);
        reviewed = pipeline(EvaluationMode.FAST, Extenders.of(List.of(new ContentExtender())));
      }

      private Pipeline pipeline(EvaluationMode mode, Extenders extenders) {
        LateFilters filters = new LateFilters();
        Pipeline pipeline =
            new Pipeline(
                RandomProfile.standard(TestContext.create(mirror, filters, () -> 0)),
                new Nominees(),
                mode,
                TieBreak.first(),
                Recording.ON,
                0,
                PointTimes.NONE,
                extenders);
        filters.bind(pipeline);
        return pipeline;
      }
    }
  }
}
