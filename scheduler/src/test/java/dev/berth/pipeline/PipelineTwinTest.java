package dev.berth.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.FirstSeed;
import dev.berth.framework.CycleState;
import dev.berth.framework.PluginContext;
import dev.berth.framework.PointTimes;
import dev.berth.framework.ProfilePlugins;
import dev.berth.framework.Status;
import dev.berth.framework.TimedPoint;
import dev.berth.model.PodInfo;
import dev.berth.plugins.TestContext;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The scalar and the fast pipeline, and a plain reference, over random histories of one cluster:
 * after every step they say the same about every node and choose the same one.
 *
 * <p>A failure names its seed; {@code -Dpipeline.seed=N} replays that history alone. {@code
 * -Dpipeline.histories=N} runs that many.
 */
final class PipelineTwinTest {

  private static final int HISTORIES = Integer.getInteger("pipeline.histories", 40);
  private static final int STEPS = 30;
  private static final int PODS_PER_STEP = 2;

  /**
   * More nodes than one block of a ranking, and than a percentage of nodes to score leaves alone.
   */
  private static final int LARGE = 280;

  /** Which profile, and whether pods are nominated to nodes. */
  enum World {
    DEFAULT_PROFILE,
    DEFAULT_PROFILE_WITH_OVERLAYS,
    RANDOM_PROFILES,
    RANDOM_PROFILES_WITH_OVERLAYS;

    boolean hasOverlays() {
      return this == DEFAULT_PROFILE_WITH_OVERLAYS || this == RANDOM_PROFILES_WITH_OVERLAYS;
    }

    ProfilePlugins profile(SplittableRandom random, PluginContext context) {
      return this == DEFAULT_PROFILE || this == DEFAULT_PROFILE_WITH_OVERLAYS
          ? RandomProfile.standard(context)
          : RandomProfile.of(random, context);
    }
  }

  @ParameterizedTest
  @EnumSource(World.class)
  void scalarAndFast_agreeWithTheReferenceAndEachOther(World world) {
    Map<String, Integer> outcomes = new TreeMap<>();
    eachSeed(seed -> new Twins(seed, world, outcomes).run());

    if (Long.getLong("pipeline.seed") == null) {
      assertThat(outcomes).as("kinds of outcomes").containsKeys("Selected", "Unfit");
      assertThat(outcomes.keySet())
          .as("plugins that rejected")
          .contains(
              "TaintToleration",
              "NodeAffinity",
              "NodePorts",
              "NodeResourcesFit",
              "NodeVolumeLimits",
              "PodTopologySpread",
              "InterPodAffinity");
      assertThat(outcomes.getOrDefault("scored", 0)).isGreaterThan(HISTORIES * STEPS / 20);
    }
  }

  /** The check of kept counts, which is to agree with this test. */
  private static final class NoDifference implements PointTimes {
    @Override
    public void took(String profile, TimedPoint point, Status status, long nanos) {}

    @Override
    public void countsDiffered(String profile, String plugin) {
      throw new AssertionError("the check says that kept counts are wrong for " + plugin);
    }
  }

  /** One history, and both pipelines over it. */
  private static final class Twins {
    private final Map<String, Integer> outcomes;
    private final SplittableRandom random;
    private final World world;
    private final RandomHistory history;
    private final boolean looksAtAll;
    private final Reference reference;
    private final Pipeline scalar;
    private final Pipeline fast;

    Twins(long seed, World world, Map<String, Integer> outcomes) {
      this.outcomes = outcomes;
      this.world = world;
      random = new SplittableRandom(seed);
      history = new RandomHistory(random, random.nextInt(15) == 0 ? LARGE : random.nextInt(25));
      LateFilters filters = new LateFilters();
      ProfilePlugins profile =
          world.profile(random, TestContext.create(history.mirror, filters, () -> 0));
      looksAtAll = profile.percentageOfNodesToScore() == 100;
      reference = new Reference(profile, history.nominees);
      scalar = pipeline(profile, EvaluationMode.SCALAR, seed);
      filters.bind(scalar);
      fast = pipeline(profile, EvaluationMode.FAST, seed);
    }

    private Pipeline pipeline(ProfilePlugins profile, EvaluationMode mode, long seed) {
      TieBreak ties = TieBreak.random(new SplittableRandom(seed));
      return new Pipeline(
          profile,
          history.nominees,
          mode,
          ties,
          Recording.ON,
          3,
          new NoDifference(),
          Extenders.NONE);
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        history.step();
        if (world.hasOverlays() && random.nextInt(3) == 0) {
          history.overlay();
        }
        for (int i = 0; i < PODS_PER_STEP; i++) {
          check(history.pod(), step);
        }
      }
    }

    private void check(PodInfo pod, int step) {
      Judgement want = reference.judge(CycleState.create(), pod, history.view());
      assertThat(scalar.judge(CycleState.create(), pod, history.view()))
          .as("step %d, scalar, %s", step, pod)
          .isEqualTo(want);
      assertThat(fast.judge(CycleState.create(), pod, history.view()))
          .as("step %d, fast, %s", step, pod)
          .isEqualTo(want);

      ScheduleResult wantResult = scalar.schedule(CycleState.create(), pod, history.view());
      ScheduleResult result = fast.schedule(CycleState.create(), pod, history.view());
      assertThat(result).as("step %d, %s", step, pod).isEqualTo(wantResult);
      count(want, result);
      if (result instanceof ScheduleResult.Selected selected) {
        if (!selected.nodeName().equals(pod.nominatedNodeName())) {
          assertThat(best(want)).as("%s is among the best", selected).contains(selected.nodeName());
        }
        history.assume(pod, selected.nodeName());
      }
    }

    /** All feasible nodes when the profile does not look at every node. */
    private Set<String> best(Judgement judgement) {
      long max =
          looksAtAll
              ? judgement.scores().values().stream()
                  .mapToLong(Judgement.NodeScores::total)
                  .max()
                  .orElse(0)
              : Long.MIN_VALUE;
      Set<String> best = new HashSet<>();
      judgement
          .scores()
          .forEach(
              (node, scores) -> {
                if (scores.total() >= max) {
                  best.add(node);
                }
              });
      return best;
    }

    private void count(Judgement judgement, ScheduleResult result) {
      outcomes.merge(result.getClass().getSimpleName(), 1, Integer::sum);
      judgement.rejected().values().forEach(s -> outcomes.merge(s.plugin(), 1, Integer::sum));
      if (!result.record().best().isEmpty()) {
        outcomes.merge("scored", 1, Integer::sum);
      }
    }
  }

  @Test
  void podsOfLowerPriority_nominatedAnywhere_changeNothing_strongerOnesDo() {
    Map<String, Integer> changes = new TreeMap<>();
    eachSeed(
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          RandomHistory history = new RandomHistory(random, 1 + random.nextInt(15));
          Pipeline fast =
              new Pipeline(
                  RandomProfile.standard(history.mirror),
                  history.nominees,
                  EvaluationMode.FAST,
                  TieBreak.first(),
                  Recording.ON);
          PodInfo pod = history.pod().toBuilder().priority(5).build();
          ScheduleResult want = fast.schedule(CycleState.create(), pod, history.view());
          Judgement wantJudgement = fast.judge(CycleState.create(), pod, history.view());

          for (int node = 0; node < 15; node++) {
            history.nominees.nominate(
                history.objects.pod().toBuilder().priority(random.nextInt(5)).build(), "n" + node);
          }
          assertThat(fast.schedule(CycleState.create(), pod, history.view())).isEqualTo(want);
          assertThat(fast.judge(CycleState.create(), pod, history.view())).isEqualTo(wantJudgement);

          PodInfo weak = pod.toBuilder().priority(-5).build();
          Judgement judged = fast.judge(CycleState.create(), weak, history.view());
          changes.merge(judged.equals(wantJudgement) ? "same" : "changed", 1, Integer::sum);
        });
    if (Long.getLong("pipeline.seed") == null) {
      assertThat(changes).containsKey("changed");
    }
  }

  private interface History {
    void run(long seed);
  }

  private static void eachSeed(History history) {
    Long replayed = Long.getLong("pipeline.seed");
    long first = replayed == null ? FirstSeed.get() : replayed;
    for (long seed = first; seed < first + (replayed == null ? HISTORIES : 1); seed++) {
      try {
        history.run(seed);
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError("replay with -Dpipeline.seed=" + seed, failure);
      }
    }
  }
}
